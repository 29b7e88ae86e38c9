import type { Decision } from './decide';
import type { Reply } from './reply';
import type { Request } from './requests';
import { explain } from './topicReplies';
import { paragraphs, plainReply, type Response, type TurnContext } from './turn';

/** What is not talked about in front of others. */
export type PrivateMatter = 'symptoms' | 'urgent-help' | 'personal';

/** The card of fear and sadness without danger: kind words, which tell nothing about anybody. */
const DISTRESS = 'distress';
/** Requests that ask about symptoms, or tell what somebody told. */
const PERSONAL: Readonly<Partial<Record<Request, PrivateMatter>>> = {
  check: 'symptoms',
  'check-other': 'symptoms',
  resume: 'symptoms',
  summary: 'personal',
  'questions-to-ask': 'personal',
  memory: 'personal',
};

/**
 * Where several people read along, general questions are answered and everything about somebody's own symptoms is
 * moved to a private chat. Emergency, crisis and urgent cards stay as they are: safety goes before privacy.
 */
export function inSharedPlace(decision: Decision): Decision {
  switch (decision.kind) {
    case 'escalate':
      return decision.risk.tier === 'soon' && decision.risk.card !== DISTRESS
        ? { kind: 'private', matter: 'symptoms' }
        : decision;
    case 'ask': {
      const matter = decision.question === 'urgent-help' ? 'urgent-help' : 'symptoms';
      return {
        kind: 'private',
        matter,
        ...(decision.topicId === undefined ? {} : { topicId: decision.topicId }),
      };
    }
    case 'request': {
      const matter = PERSONAL[decision.request];
      return matter === undefined ? decision : { kind: 'private', matter };
    }
    default:
      return decision;
  }
}

/** Asks to go on in a private chat. What can be said to everybody is said here: the emergency words, and a topic. */
export function moveToPrivate(
  { matter, topicId }: Extract<Decision, { kind: 'private' }>,
  context: TurnContext,
): Response {
  const { script, state } = context;
  const { texts } = script;
  const words = texts[`private-${matter}`];
  if (topicId === undefined)
    return {
      reply: { ...plainReply(`private:${matter}`, [words]), privately: true },
      state: { ...state, phase: 'active', misses: 0 },
    };
  const answered = explain(topicId, context);
  const text = paragraphs([words, texts['about-your-question'], answered.reply.text]);
  return { ...answered, reply: { ...answered.reply, text, privately: true } };
}

/** A card in front of others offers nothing that would be told in private only. */
export function withoutPersonal(reply: Reply, { script }: TurnContext): Reply {
  const personal = [script.texts['show-summary'], script.texts['show-questions']];
  return { ...reply, choices: reply.choices.filter(({ label }) => !personal.includes(label)) };
}
