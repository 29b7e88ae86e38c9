import type { TurnContext } from './turn';

/** What can be picked from the main menu: the symptom check first, then topics, in order. */
export function menuTitles({ script }: TurnContext): string[] {
  return [script.texts['check-symptoms'], ...script.menu.flatMap((id) => script.topics.get(id)?.title ?? [])];
}
