import type { Citation } from '../conversation/reply';

/** Limits of Teams. Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/format-ai-bot-messages */
const MAX_CITATIONS = 20;
const MAX_NAME = 80;
const MAX_ABSTRACT = 160;

/**
 * The sources of a message as Teams shows them: `[1]` in the text opens the title and the publisher. The label for
 * generated content is another property of the same entity, and is not set: nothing here is generated.
 */
export function citationEntity(citations: readonly Citation[]): object {
  return {
    type: 'https://schema.org/Message',
    '@type': 'Message',
    '@context': 'https://schema.org',
    '@id': '',
    citation: citations.slice(0, MAX_CITATIONS).map(({ title, publisher, url }, index) => ({
      '@type': 'Claim',
      position: index + 1,
      appearance: {
        '@type': 'DigitalDocument',
        name: shortened(title, MAX_NAME),
        abstract: shortened(publisher, MAX_ABSTRACT),
        ...(url === undefined ? {} : { url }),
      },
    })),
  };
}

/** The mark in the text that belongs to the citation at that place, counted from 0. */
export function citationMark(index: number): string {
  return index < MAX_CITATIONS ? ` [${index + 1}]` : '';
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
