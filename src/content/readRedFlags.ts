import { z } from 'zod';
import type { Concept, Frame, RedFlagLexicon, Tier } from '../understanding/red-flags/lexicon';
import type { ContentReader } from './ContentReader';
import { readPhraseList } from './phraseList';
import { contentId } from './topicSchema';

const RED_FLAGS = 'knowledge/red-flags.yaml';
const CUES = 'knowledge/cues.yaml';
const CUE_PREFIX = 'cue.';
/** Classes that hold a negation, so that a frame with one of them says itself that a function is lost. */
const LOSS_CLASSES = new Set(['cant', 'lost', 'unaware']);
const DEFAULT_GAP = 4;
const TIERS = ['emergency', 'urgent', 'soon', 'ask'] as const;

const concept = z.strictObject({
  id: z.string().regex(/^[a-z][a-z_]*$/),
  name: z.string().min(3),
  tier: z.enum(TIERS),
  group: z.enum(['neuro', 'pain', 'medical', 'crisis', 'support', 'vague']),
  card: contentId,
  precedence: z.int().min(1).max(10),
  sources: z.array(contentId).min(1),
  frames: z.array(z.string().min(2)).min(1),
});

const redFlagsFile = z.strictObject({
  reviewed: z.iso.date(),
  symptomNouns: z.string(),
  classes: z.record(contentId, z.string()),
  concepts: z.array(concept).min(1),
  partials: z.record(contentId, z.string()),
});

const cuesFile = z.strictObject({
  reviewed: z.iso.date(),
  lastPastYear: z.int().min(2020),
  cues: z.record(contentId, z.string()),
});

/**
 * Reads the red-flag lexicon and its cues; a frame that names a class that does not exist is a problem.
 *
 * @param sourceIds - registered sources; without them the sources of a red flag are not checked.
 */
export function readRedFlags(
  reader: ContentReader,
  sourceIds?: ReadonlySet<string>,
): RedFlagLexicon | undefined {
  const flags = reader.yaml(RED_FLAGS, redFlagsFile);
  const cues = reader.yaml(CUES, cuesFile);
  if (flags === undefined || cues === undefined) return undefined;
  const classes = new Map<string, string[][]>();
  const expand = (name: string) => {
    const found = classes.get(name);
    if (found === undefined)
      reader.report('class', RED_FLAGS, `classes`, `@${name} must be defined above its use`, `@${name}`);
    return found ?? [];
  };
  for (const [name, list] of Object.entries(flags.classes)) classes.set(name, readPhraseList(list, expand));
  const concepts = flags.concepts.map(
    (raw): Concept => ({
      ...raw,
      frames: raw.frames.map((text, index) =>
        readFrame(text, classes, (message) =>
          reader.report('frame', RED_FLAGS, `concepts.${raw.id}.frames.${index}`, message),
        ),
      ),
    }),
  );
  for (const [name, list] of Object.entries(cues.cues))
    classes.set(CUE_PREFIX + name, readPhraseList(list, expand));
  checkConcepts(reader, concepts, sourceIds);
  const partials = Object.entries(flags.partials).map(([part, conceptId]) => {
    const known = classes.has(part) && concepts.some(({ id }) => id === conceptId);
    if (!known)
      reader.report('partial', RED_FLAGS, `partials.${part}`, 'name a class and a concept that exist');
    return { part, conceptId };
  });
  const symptomNouns = new Set(flags.symptomNouns.split(',').map((word) => word.trim()));
  return { classes, concepts, partials, symptomNouns, lastPastYear: cues.lastPastYear };
}

/** Ids must be unique, and every red flag must rest on registered sources. */
function checkConcepts(
  reader: ContentReader,
  concepts: readonly Concept[],
  sourceIds: ReadonlySet<string> | undefined,
): void {
  const seen = new Set<string>();
  for (const { id, sources } of concepts) {
    if (seen.has(id))
      reader.report('concept-twice', RED_FLAGS, `concepts.${id}`, `the id "${id}" is used twice`);
    seen.add(id);
    for (const source of sources.filter((name) => sourceIds?.has(name) === false)) {
      reader.report('source', RED_FLAGS, `concepts.${id}`, `"${source}" is not in knowledge/sources.yaml`);
    }
  }
}

function readFrame(
  text: string,
  classes: ReadonlyMap<string, unknown>,
  problem: (message: string) => void,
): Frame {
  const [pattern = '', optionText = ''] = text.split('|');
  const ordered = pattern.includes('>');
  const parts = pattern.split(/[\s>]+/).filter((part) => part !== '');
  const options = optionText.split(',').map((option) => option.trim().split(/\s+/));
  const value = (name: string) => options.find(([key]) => key === name)?.[1];
  const unless = options.filter(([key]) => key === 'unless').flatMap(([, name]) => name ?? []);
  for (const name of [...parts, ...unless])
    if (!classes.has(name)) problem(`there is no class "${name}"; add it to classes`);
  for (const [key = ''] of options) {
    if (!['', 'gap', 'loss', 'always', 'sentence', 'unless', ...TIERS].includes(key))
      problem(`"${key}" is not an option of a frame`);
  }
  const gap = value('gap') ?? String(DEFAULT_GAP);
  if (!/^\d{1,2}$/.test(gap)) problem(`the gap "${gap}" must be a number of words`);
  const tier = TIERS.find((name) => options.some(([key]) => key === name)) as Tier | undefined;
  const has = (name: string) => options.some(([key]) => key === name);
  return {
    parts,
    ordered,
    gap: Number(gap),
    kind: has('always')
      ? 'always'
      : has('loss') || parts.some((part) => LOSS_CLASSES.has(part))
        ? 'loss'
        : 'symptom',
    within: has('sentence') ? 'sentence' : 'clause',
    unless,
    ...(tier === undefined ? {} : { tier }),
  };
}
