import { Entity } from 'botframework-connector/lib/connectorApi/models/mappers';

/**
 * Lets entities of our messages leave whole. The SDK (4.23.3) says in its description of an activity that an entity
 * may have any properties, but its serializer looks the entity up by name in another list and sends `type`, `text` and
 * `mentioned` only: the sources of an answer would be lost on the way to Teams.
 */
export function sendEntitiesWhole(): void {
  Object.assign(Entity.type, { additionalProperties: { type: { name: 'Object' } } });
}
