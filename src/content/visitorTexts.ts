import type { ScriptCard } from '../conversation/script';
import type { Texts } from '../conversation/texts';
import type { Dialog } from '../dialog/types';
import type { SmallTalkTable } from '../understanding/smallTalk';
import type { ContentReader } from './ContentReader';
import type { VisitorText, Wording } from './checkWording';
import { createTextReader } from './readability';
import { CARDS_FILE, LOCALE_FILE, readGlossary, TERMS_FILE } from './readRegister';
import { FEWEST_COMMON_WORDS, SMALL_TALK_FILE } from './readWordTables';
import type { Slots } from './slots';

/** What words may be used: ordinary ones, those that the glossary lists, and the names of the organization. */
export function wordingOf(reader: ContentReader, commonWords: ReadonlySet<string>, slots: Slots): Wording {
  const { explained, plain } = readGlossary(reader);
  const read = createTextReader(explained);
  // Without the list every word would seem rare; that it is missing is reported by itself.
  if (commonWords.size < FEWEST_COMMON_WORDS) return { read, isKnown: () => true };
  const names = new Set(
    Object.values(slots)
      .join(' ')
      .toLowerCase()
      .match(/[a-z]+/g),
  );
  const lists = [commonWords, explained, plain, names];
  const isKnown = (word: string) => {
    const lower = word.toLowerCase();
    const forms = [lower, lower.replace(/s$/, ''), lower.replace(/es$/, '')];
    return lists.some((list) => forms.some((form) => list.has(form)));
  };
  const met = new Map<string, boolean>();
  return {
    read,
    isKnown: (word) => {
      const known = met.get(word) ?? isKnown(word);
      met.set(word, known);
      return known;
    },
  };
}

/** What visitors read beside the topics. Spanish is left to whoever translates it. */
export function otherTexts({
  cards,
  dialogs,
  smallTalk,
  texts,
}: {
  readonly cards: ReadonlyMap<string, ScriptCard>;
  readonly dialogs: ReadonlyMap<string, Dialog>;
  readonly smallTalk: SmallTalkTable | undefined;
  readonly texts: Texts | undefined;
}): VisitorText[] {
  const talk = [...(smallTalk?.intents.values() ?? [])].flatMap(({ id, reply, again, inEmergency }) => [
    { path: `intents.${id}.reply`, text: reply },
    ...(again === undefined ? [] : [{ path: `intents.${id}.again`, text: again }]),
    ...(inEmergency === undefined ? [] : [{ path: `intents.${id}.in-emergency`, text: inEmergency }]),
  ]);
  return [
    ...[...cards].flatMap(([id, { text, reminder }]) => [
      { file: CARDS_FILE, path: `dispositions.${id}.text`, text },
      ...(reminder === undefined
        ? []
        : [{ file: CARDS_FILE, path: `dispositions.${id}.reminder`, text: reminder }]),
    ]),
    ...[...dialogs.values()].flatMap(({ id, questions }) =>
      [...questions.values()].flatMap(({ id: at, ask, askOther = ask }) =>
        [...new Set([ask, askOther])].map((text) => ({
          file: `dialogs/${id}.yaml`,
          path: `questions.${at}.${text === ask ? 'ask' : 'askOther'}`,
          text,
        })),
      ),
    ),
    ...talk.map((text) => ({ file: SMALL_TALK_FILE, ...text })),
    ...Object.entries(texts ?? {})
      .filter(([key]) => key !== 'spanish')
      .map(([key, text]) => ({
        file: key === 'terms' ? TERMS_FILE : LOCALE_FILE,
        path: key === 'terms' ? '' : `texts.${key}`,
        text,
      })),
  ];
}
