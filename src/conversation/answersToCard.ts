import { menuTitles } from './menuTitles';
import { resumeButton } from './questionReply';
import { SPINE_CARD, showCard } from './showCard';
import { type ConversationState, UNDO_WITHIN } from './state';
import { explainAfter } from './topicReplies';
import { plainReply, type Response, type TurnContext } from './turn';
import { answerable, forAnybody, isWarned, warningText, warningUrgency } from './warnings';

/**
 * "I am already being seen": thanks, and from now on one line instead of the same card. Said to an emergency card it
 * covers every medical warning; said to an urgent one it leaves an emergency told of before as it is.
 */
export function acknowledgeSeen(context: TurnContext): Response {
  const { script, state } = context;
  const answered = answerable(state);
  const covered = answered?.urgency === 'emergency' ? ['emergency', 'urgent'] : ['urgent'];
  const warnings = state.warnings.map((warning) =>
    covered.includes(warning.urgency) ? { ...warning, seen: warning.causes } : warning,
  );
  const next = { ...state, warnings, answered: { warnings: state.warnings, left: UNDO_WITHIN }, misses: 0 };
  const parts = [
    script.texts['being-seen-thanks'],
    otherWarnings(next, context),
    script.texts['safety-net-short'],
  ];
  const offered = [script.texts['show-summary'], script.texts['show-questions']];
  return {
    reply: {
      ...plainReply('being-seen', parts, offered),
      urgency: warningUrgency(next),
    },
    state: next,
  };
}

/**
 * "This was a mistake": the only words that take a warning back. The safety line stays, and a question that the card
 * came before is answered.
 */
export function takeBack(context: TurnContext): Response {
  const { script, state } = context;
  const answered = answerable(state);
  const warnings = state.warnings.filter((warning) => warning !== answered);
  const { course, ...rest } = state;
  const next = {
    ...rest,
    // How it runs is taken back with what it was about.
    ...(warnings.length > 0 && course !== undefined ? { course } : {}),
    warnings,
    answered: { warnings: state.warnings, left: UNDO_WITHIN },
    misses: 0,
  };
  const parts = [script.texts['taken-back'], otherWarnings(next, context)];
  const asked = answered?.topicId;
  if (asked !== undefined && !isWarned(next)) return explainAfter(parts, asked, { ...context, state: next });
  const resume = state.paused === undefined ? [] : [resumeButton(state.paused, context)];
  const offered = [...resume, ...menuTitles(context)];
  return {
    reply: {
      ...plainReply(
        'taken-back',
        [...parts, script.texts['safety-net-short'], script.texts['what-next']],
        offered,
      ),
      urgency: warningUrgency(next),
    },
    state: next,
  };
}

/** What else was told of and still stands. */
function otherWarnings(state: ConversationState, context: TurnContext): string | undefined {
  return isWarned(state) ? warningText({ ...context, state }, 'reminder') : undefined;
}

/** "It is my mom, not me": the same card in the words for that person, whom everything after it is about. */
export function turnCard(who: 'self' | 'other', context: TurnContext): Response {
  const { state } = context;
  const answered = answerable(state);
  const warnings = state.warnings.filter((warning) => warning !== answered);
  const card = forAnybody(answered?.card ?? SPINE_CARD);
  return showCard(
    card,
    { who, concepts: answered?.flags ?? [] },
    {
      ...context,
      state: { ...state, warnings, aboutOther: who === 'other' },
    },
  );
}
