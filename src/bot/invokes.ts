import type { Activity } from 'botbuilder';
import type { ReplyLabels } from '../channels/outbound';
import { pickedCard } from '../channels/teamsCard';
import type { Rated } from '../conversation/events';

/** A button of an Adaptive Card with universal actions was pressed. */
export const CARD_ACTION = 'adaptiveCard/action';
/** A thumb of Teams under a message was pressed. */
const FEEDBACK = 'message/submitAction';

/** What Teams waits for after an invoke; without it the person who pressed sees an error. */
export interface InvokeAnswer {
  readonly status: number;
  readonly body: object;
}

type Fields = Readonly<Record<string, unknown>>;
const REACTIONS: ReadonlyMap<unknown, Rated['rating']> = new Map<unknown, Rated['rating']>([
  ['like', 'helpful'],
  ['dislike', 'not-helpful'],
]);
const MAX_LABEL = 200;

/** The payload of the button that was pressed: `value.action.data`. */
export function actionData({ value }: Activity): Fields {
  return fields(fields(fields(value).action).data);
}

/** Reads a thumb, as far as the activity tells; which reply it stands under is known elsewhere. */
export function readRating({ name, value, replyToId }: Activity): Rated | undefined {
  const { actionName, actionValue } = fields(value);
  const { reaction, feedback } = fields(actionValue);
  const rating = REACTIONS.get(reaction);
  if (name !== FEEDBACK || actionName !== 'feedback' || rating === undefined) return undefined;
  const comment = commentOf(feedback);
  return {
    kind: 'rated',
    rating,
    ...(typeof replyToId === 'string' ? { message: replyToId } : {}),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** The default form sends its one field as JSON text: `{"feedbackText":"..."}`. */
function commentOf(feedback: unknown): string | undefined {
  let form: Fields;
  try {
    form = typeof feedback === 'string' ? fields(JSON.parse(feedback)) : fields(feedback);
  } catch {
    return undefined;
  }
  const { feedbackText } = form;
  return typeof feedbackText === 'string' && feedbackText.trim() !== '' ? feedbackText : undefined;
}

/**
 * What an invoke is answered with.
 *
 * @param understood - it was one of ours and its turn was taken.
 * @returns undefined for kinds of invokes this service has nothing for; the SDK then answers 501.
 */
export function invokeAnswer(
  activity: Activity,
  understood: boolean,
  labels: ReplyLabels,
): InvokeAnswer | undefined {
  if (activity.type !== 'invoke') return undefined;
  if (activity.name === FEEDBACK) return { status: understood ? 200 : 400, body: {} };
  if (activity.name !== CARD_ACTION) return undefined;
  // The card protocol has a status of its own inside the answer.
  if (!understood) {
    const value = { code: 'BadRequest', message: 'This button is not known here.' };
    return { status: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error', value } };
  }
  const { label } = actionData(activity);
  const value = pickedCard(typeof label === 'string' ? label.slice(0, MAX_LABEL) : '', labels);
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value } };
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
