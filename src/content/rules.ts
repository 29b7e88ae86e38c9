/** What every rule of the content check is for, and how to put right what breaks it. */
interface Guidance {
  readonly why: string;
  readonly fix: string;
}

const MISSING: Guidance = {
  why: 'the service reads this at start and cannot do without it',
  fix: 'restore it from version control',
};
const TWICE_SAID: Guidance = {
  why: 'one phrase with two meanings would silently follow the one that happens to be read last',
  fix: 'keep the phrase where it belongs and take it out elsewhere',
};
const OWN_NAME: Guidance = {
  why: 'the id is how everything else refers to this file',
  fix: 'make the id and the file name the same',
};
const TRAIN: Guidance = {
  why: 'topics and red flags would be heard by weights that belong to other files',
  fix: 'run npm run train, and commit what it makes',
};
const TEXT_KEY: Guidance = {
  why: 'the code and the file must name the same texts, or a visitor is told nothing',
  fix: 'add the missing text, remove the one that nothing uses, or correct the key',
};

/** Every rule of the content check, by the id that a finding carries. docs/content-rules.md is made from this. */
export const RULES = {
  'folder-missing': MISSING,
  'file-missing': MISSING,
  'common-words': MISSING,
  'dialog-missing': MISSING,
  'widget-missing': MISSING,
  yaml: {
    why: 'the file is not YAML, or a key stands twice, so that one of the two would be lost',
    fix: 'mend that line; put quotes around a text that holds ": " or begins with a special character',
  },
  shape: {
    why: 'a key that is unknown, missing or of the wrong kind would be ignored or break a reply',
    fix: 'compare with a file beside it; docs/adding-a-topic.md lists the keys of a topic',
  },
  slot: {
    why: 'a visitor would read the braces instead of a phone number or a name',
    fix: 'use a slot of knowledge/organization.yaml, or correct its spelling',
  },
  link: {
    why: 'a link in an answer must open safely on every device',
    fix: 'write [words](https://...), [words](tel:...) or a slot, and nothing else',
  },
  'front-matter': {
    why: 'without it a topic has no title, no sources and no date',
    fix: 'begin the file with front matter between two lines of ---',
  },
  'topic-id': OWN_NAME,
  'dialog-id': OWN_NAME,
  'widget-locale': OWN_NAME,
  source: {
    why: 'every answer shows what it rests on; an unknown id would show nothing',
    fix: 'add the source to knowledge/sources.yaml, after reading it, or correct the id',
  },
  next: {
    why: 'the button would lead nowhere, or back to the same answer',
    fix: 'name another topic by the name of its file',
  },
  'follow-up': {
    why: 'a short question after an answer would lead nowhere, or to whichever meaning is read last',
    fix: 'correct the id in knowledge/follow-ups.yaml, or keep the phrase where it belongs',
  },
  menu: {
    why: 'the button would lead nowhere',
    fix: 'correct the id in the menu of knowledge/locales/en.yaml',
  },
  label: {
    why: 'words that texts offer to type would find nothing',
    fix: 'correct the id in knowledge/locales/en.yaml',
  },
  'review-date': {
    why: 'a review that is due before it was done says nothing',
    fix: 'give review-by a later day than reviewed; a year is usual',
  },
  'review-ahead': {
    why: 'nobody can have checked it on a day that has not come',
    fix: 'write the day on which it was checked against its sources',
  },
  'review-passed': {
    why: 'medicine changes; what nobody has looked at again is not shown',
    fix: 'check the sources again, and only then set both dates',
  },
  answer: {
    why: 'the first paragraph is what a visitor reads',
    fix: 'answer the question in the first paragraph, so that nothing else is needed',
  },
  'answer-long': {
    why: 'on a telephone more than 80 words are not read',
    fix: 'move what is not the answer into a section under ##',
  },
  'sentence-long': {
    why: 'people who are ill or afraid lose the thread of a long sentence',
    fix: 'cut it in two at "and", "which" or a comma',
  },
  'reading-level': {
    why: 'NIH and AMA advise grade 6 to 7; half of all adults do not follow more',
    fix: 'use shorter words and sentences; explain a term where it stands and add it to knowledge/glossary.yaml',
  },
  jargon: {
    why: 'a word that is rare in English and is not explained leaves the reader alone with it',
    fix: 'say it in plain words, or explain it where it stands and add it to terms in knowledge/glossary.yaml; what everybody knows goes under plain',
  },
  typography: {
    why: 'screen readers and old telephones stumble over curly quotes and dashes',
    fix: 'use straight quotes, commas and periods',
  },
  reassurance: {
    why: 'nobody here has examined the reader, and whoever is told not to worry may stay at home',
    fix: 'say what to look out for and whom to ask; feelings can be named without judging the risk',
  },
  dose: {
    why: 'somebody could take it; doses belong to the person who prescribes',
    fix: 'leave the amount out and say whom to ask',
  },
  figure: {
    why: "the topic can hurt (risk: sensitive), and a number is read as one's own fate",
    fix: 'leave percentages and lengths of life out, and say that the care team can talk about it',
  },
  'whom-to-ask': {
    why: 'the topic can be misread into harm (risk: caution), so it must say who helps',
    fix: 'say in the answer or a section whom to ask or call: the care team, the doctor or a number',
  },
  'ask-twice': {
    why: 'the same question cannot be answered by two topics',
    fix: 'keep the ask where it fits best; the other topic can be in next',
  },
  'ask-elsewhere': {
    why: 'who asks this is led to the other topic, so one of the two is wrong',
    fix: 'reword the ask, or move it to the topic that is found; npm run -s explain shows why it is',
  },
  'fact-twice': {
    why: 'a fact with two homes is corrected in one of them and wrong in the other',
    fix: 'keep it under facts of the topic where it belongs; other topics may still mention it',
  },
  'fact-missing': {
    why: 'everything on the source page must have a home',
    fix: 'add the fact to the topic that states it',
  },
  'fact-unknown': {
    why: 'the source page has the facts S01 to S64',
    fix: 'correct the number',
  },
  'examples-retired': {
    why: 'the model would learn to hear a topic that cannot be answered',
    fix: 'remove the file or move its lines to another topic, and run npm run train',
  },
  'examples-topic': {
    why: 'a question that is said to be answered by a topic which does not exist teaches nothing',
    fix: 'correct the id after the bar',
  },
  disposition: {
    why: 'a red flag without its card would leave somebody in danger without advice',
    fix: 'add the card to knowledge/dispositions.yaml, or correct the id',
  },
  text: TEXT_KEY,
  'text-missing': TEXT_KEY,
  'text-unknown': TEXT_KEY,
  'dialog-graph': {
    why: 'every road through a dialog must end at an outcome, within eight questions',
    fix: 'correct goTo, start or countsAs',
  },
  'dialog-safety': {
    why: 'doubt must never lead to less urgent care than "no"',
    fix: 'correct goTo or atLeast, or add the choice "unsure"',
  },
  'dialog-decision': {
    why: 'the rule that weighs the answers must find every choice and outcome it looks at',
    fix: 'correct decision, atLeast or stops',
  },
  'dialog-flag': {
    why: 'own words would silently pick nothing',
    fix: 'correct flags to the id of a red flag',
  },
  'answer-twice': TWICE_SAID,
  'course-twice': TWICE_SAID,
  'command-twice': TWICE_SAID,
  'request-twice': TWICE_SAID,
  'talk-twice': TWICE_SAID,
  'concept-twice': {
    why: 'two red flags of one id could not be told apart',
    fix: 'rename one',
  },
  class: {
    why: 'the words of a class that does not exist are never heard',
    fix: 'move the class above its use, or correct the name',
  },
  frame: {
    why: 'a frame that cannot be read never raises its red flag',
    fix: 'correct the frame; docs/adding-a-red-flag.md lists its parts',
  },
  partial: {
    why: 'half of a red flag would be asked about as something that does not exist',
    fix: 'name a class and a red flag that exist',
  },
  model: TRAIN,
} as const satisfies Record<string, Guidance>;

/** Id of a rule of the content check. */
export type Rule = keyof typeof RULES;
