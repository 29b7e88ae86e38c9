import { courseLine } from './courseTold';
import { filled, type TurnContext } from './turn';

/** Everything this conversation holds about the person, in plain words, one thing a line. */
export function remembered(context: TurnContext): string {
  const { script, state } = context;
  const course = courseLine(context, 'memory-course');
  const { texts } = script;
  const line = (condition: boolean, text: string) => (condition ? [`- ${text}`] : []);
  const { facts } = state;
  const answers = Object.keys(state.check?.answers ?? {}).length;
  const cards = state.warnings.length;
  const topic = state.topicId === undefined ? undefined : script.topics.get(state.topicId)?.title;
  const open = state.dialogs.length > 0 || state.paused !== undefined;
  const lines = [
    ...line(facts.cancer === 'yes', texts['memory-cancer']),
    ...line(facts.cancer === 'no', texts['memory-no-cancer']),
    ...line(facts.treatment === true, texts['memory-treatment']),
    ...line(state.painTold, texts['memory-pain']),
    ...line(course !== undefined, course ?? ''),
    ...line(answers > 0, filled(texts['memory-check'], { count: String(answers) })),
    ...line(open, texts['memory-open']),
    ...line(cards > 0, filled(texts['memory-cards'], { count: String(cards) })),
    ...line(topic !== undefined, filled(texts['memory-topic'], { topic: topic ?? '' })),
    ...line(
      state.feedbackIds.length > 0,
      filled(texts['memory-feedback'], { count: String(state.feedbackIds.length) }),
    ),
  ];
  const list =
    lines.length === 0 ? texts['memory-nothing'] : [texts['memory-title'], '', ...lines].join('\n');
  return `${list}\n\n${texts['memory-foot']}`;
}
