import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RED_FLAG_EXAMPLES } from '../content/redFlagModelFile';
import type { Content } from '../content/types';
import { createRedFlagEngine } from '../understanding/red-flags/assess';
import type { Concept } from '../understanding/red-flags/lexicon';
import { assessRisk } from '../understanding/red-flags/risk';
import { readUtterance } from '../understanding/utterance';

const SHOWN = 3;
/** Longer examples make the page hard to read. */
const LONGEST = 90;

/** Plain questions, which come close to no red flag. */
const ORDINARY = /^(?:about-|ordinary)/;

interface Example {
  readonly text: string;
  readonly label: string;
}

/** The red-flag table for clinicians as Markdown: each red flag, what it leads to, and messages on both sides of it. */
export function redFlagTable(content: Content, root: string): string {
  const engine = createRedFlagEngine(content.redFlags, content.redFlagModel, content.commonWords);
  const judged = readExamples(root).map(({ text, label }) => {
    const { hits, ...rest } = engine.find(readUtterance(text, content.respelling));
    return { text, label, hits, risk: assessRisk({ hits, ...rest }, {}) };
  });
  const sections = [...content.redFlags.concepts]
    .sort((a, b) => a.precedence - b.precedence || a.id.localeCompare(b.id))
    .map((concept) => {
      const raised = judged.filter(
        ({ label, risk }) =>
          label !== 'harmless' && risk.tier === concept.tier && risk.concepts[0] === concept.id,
      );
      const spared = judged.filter(
        ({ label, risk, hits }) =>
          label === 'harmless' && risk.tier === 'none' && hits.some((hit) => hit.concept.id === concept.id),
      );
      return sectionOf(concept, content, raised, spared);
    });
  return `${HEAD}\n${sections.join('\n')}`;
}

const HEAD = `# Red flags

Made by \`npm run docs:red-flags\` from knowledge/red-flags.yaml and the examples; do not edit. No clinician has approved
this table yet. A red flag is raised when its word frames meet in a message and nothing around them denies it, places it
in the past or imagines it, or when the trained model hears it without a frame (docs/decisions/0019). The lower the
order, the sooner it is shown when several are raised at once.

To see why one message was judged as it was: \`npm run -s explain -- "message"\`.
`;

function readExamples(root: string): Example[] {
  return readFileSync(join(root, RED_FLAG_EXAMPLES), 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as Example & { readonly about: string })
    .filter(({ text, about }) => text.length <= LONGEST && !ORDINARY.test(about));
}

function sectionOf(
  concept: Concept,
  content: Content,
  raised: readonly Example[],
  spared: readonly Example[],
): string {
  const sources = concept.sources.map((id) => content.sources.get(id)?.title ?? id);
  return `## ${concept.name}

\`${concept.id}\` · ${concept.tier} · card \`${concept.card}\` · order ${concept.precedence} · ${concept.frames.length} frames

Sources: ${sources.join('; ')}

Raised by:

${listOf(raised)}

Same words, not raised:

${listOf(spared)}
`;
}

/** The shortest whole sentences first; the order never depends on the order of the file. */
function listOf(examples: readonly Example[]): string {
  const texts = examples
    .map(({ text }) => text.replace(/\s+/g, ' '))
    .sort(
      (a, b) =>
        Math.abs(a.length - GOOD_LENGTH) - Math.abs(b.length - GOOD_LENGTH) || a.localeCompare(b, 'en'),
    )
    .slice(0, SHOWN);
  return texts.length === 0 ? '- (no short example)' : texts.map((text) => `- ${text}`).join('\n');
}

/** Long enough to be understood, short enough for a line. */
const GOOD_LENGTH = 55;
