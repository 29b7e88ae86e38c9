/**
 * What visitors can ask of the conversation itself, besides the keywords: whole messages, listed and reviewed in
 * knowledge/requests.yaml. The content check holds that file to this list.
 */
export const REQUESTS = [
  'more',
  'resume',
  'check',
  'check-other',
  'for-other',
  'for-self',
  'back',
  'done',
  'summary',
  'questions-to-ask',
  'memory',
  'forget',
  'erase-feedback',
  'being-seen',
  'mistake',
  'retract',
  'obstacle',
] as const;
export type Request = (typeof REQUESTS)[number];

/** True when one of these stands in the message as whole words. */
export function holdsAny(words: string, phrases: readonly string[]): boolean {
  return phrases.some((phrase) => ` ${words} `.includes(` ${phrase} `));
}
