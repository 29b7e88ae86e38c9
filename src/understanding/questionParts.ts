import type { Utterance } from './utterance';

/** Fewer words are no question of their own: "is that so?", "right?". */
const FEWEST_WORDS = 3;
/** Sentences of one message that are looked at; whoever asks more is offered the first ones. */
const MOST_PARTS = 6;

/** The sentences of a message that ask something, each as a message of its own; none when it is one sentence. */
export function questionParts({ tokens, asked, capped }: Utterance): Utterance[] {
  const starts = tokens.flatMap(({ before }, index) => (index === 0 || before === 'hard' ? [index] : []));
  if (starts.length < 2) return [];
  return starts
    .map((start, index) => ({ start, end: starts[index + 1] ?? tokens.length }))
    .filter(({ start, end }) => end - start >= FEWEST_WORDS && asked[start] === true)
    .slice(0, MOST_PARTS)
    .map(({ start, end }) => ({ tokens: tokens.slice(start, end), asked: asked.slice(start, end), capped }));
}
