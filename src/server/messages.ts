import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receive } from '../bot/receipt';
import { checkActivity } from './activityShape';
import { answer } from './answer';
import { type BodyLimits, readJson } from './readJson';
import { Refusal } from './refusal';

/**
 * Takes one activity over HTTP: reads it, checks its shape, hands it to the bot, answers.
 *
 * @throws {@link Refusal} for everything that is not an accepted activity.
 */
export async function takeMessage(
  req: IncomingMessage,
  res: ServerResponse,
  receive: Receive,
  limits: BodyLimits,
): Promise<void> {
  const activity = checkActivity(await readJson(req, limits));
  const receipt = await receive(req.headers.authorization ?? '', activity);
  if (receipt.kind === 'refused') throw new Refusal(receipt.reason);
  if (receipt.kind === 'failed') throw new Refusal('internal');
  answer(res, receipt.status, receipt.body);
}
