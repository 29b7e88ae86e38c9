import { stem } from '../understanding/matching/stem';
import { STOPWORDS, wordsInText } from '../understanding/matching/terms';
import type { ScriptTopic } from './script';

/** The section of a topic that a question is about. */
interface PartAsked {
  /** Its place in the topic. */
  readonly section: number;
  /** Only those of its sentences that hold the words asked for. */
  readonly sentences: string;
}

/**
 * Finds the section of a topic that words of a question point to, if any.
 *
 * @param isTold - the topic was told just before, so that the question is likely to be about it.
 */
export type PartFinder = (
  topic: ScriptTopic,
  words: readonly string[],
  isTold: boolean,
) => PartAsked | undefined;

/**
 * A word that more sections than this hold says nothing about which one is meant. Tuned by reading 100 questions of the
 * examples with the sections found: with 4 about three in four fit, with 6 somewhat fewer.
 */
const MOST_SECTIONS = 4;
/** Right after the topic itself a commoner word will do: "what if I am pregnant". */
const MOST_SECTIONS_TOLD = 12;
/** A heading says what a section is about; its text may only touch on it. */
const HEADING = 2;
/** Shorter ones are short forms and small words. */
const SHORTEST = 3;

/** "Can I have an MRI with a pacemaker" is about the section that names pacemakers, which few other sections do. */
export function createPartFinder(topics: Iterable<ScriptTopic>): PartFinder {
  const known = new Map<string, TopicStems>();
  const sectionsWith = new Map<string, number>();
  for (const topic of topics) {
    const stems = topicStems(topic);
    known.set(topic.id, stems);
    for (const { heading, text } of stems.sections)
      for (const one of new Set([...heading, ...text]))
        sectionsWith.set(one, (sectionsWith.get(one) ?? 0) + 1);
  }
  return ({ id, sections }, words, isTold) => {
    const most = isTold ? MOST_SECTIONS_TOLD : MOST_SECTIONS;
    const isRare = (one: string) => (sectionsWith.get(one) ?? 0) <= most;
    const stems = known.get(id);
    if (stems === undefined) return undefined;
    const asked = [...stemsOf(words)].filter((one) => isRare(one) && !stems.answer.has(one));
    const counts = stems.sections.map(({ heading, text }) =>
      asked.reduce((sum, one) => sum + (heading.has(one) ? HEADING : text.has(one) ? 1 : 0), 0),
    );
    const best = Math.max(0, ...counts);
    if (best === 0) return undefined;
    const section = counts.indexOf(best);
    const sentences = sentencesOf(sections[section]?.text ?? '');
    const holding = sentences.filter((sentence) => {
      const found = stemsOf(wordsInText(sentence));
      return asked.some((one) => found.has(one));
    });
    return { section, sentences: (holding.length === 0 ? sentences : holding).join(' ') };
  };
}

interface TopicStems {
  /** Of the title and the short answer: what these hold is told already. */
  readonly answer: ReadonlySet<string>;
  readonly sections: readonly { readonly heading: ReadonlySet<string>; readonly text: ReadonlySet<string> }[];
}

function topicStems({ title, answer, sections }: ScriptTopic): TopicStems {
  return {
    answer: stemsOf(wordsInText(`${title} ${answer}`)),
    sections: sections.map(({ heading, text }) => ({
      heading: stemsOf(wordsInText(heading)),
      text: stemsOf(wordsInText(text)),
    })),
  };
}

/** Cuts a text of ours after each full stop. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/);
}

function stemsOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.filter((word) => word.length >= SHORTEST && !STOPWORDS.has(word)).map(stem));
}
