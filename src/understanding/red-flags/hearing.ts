import { FeatureCollector } from '../model/features';
import { createScorer, type SoftmaxModel, sharesOf } from '../model/softmaxModel';
import type { RedFlagFindings } from './assess';
import { createEvidenceReader, type HeardMessage } from './evidence';
import { loudnessOf } from './exampleClass';
import { type Concept, type EmergencyKind, kindOfGroup } from './lexicon';
import { viewsOf } from './views';

type Heard = Pick<RedFlagFindings, 'signal' | 'emergencySignal' | 'kind' | 'sounds'>;

/** Keeps the logarithm finite where the model is certain. */
const LEAST_SHARE = 1e-9;

const SILENCE: Heard = {
  signal: Number.NEGATIVE_INFINITY,
  emergencySignal: Number.NEGATIVE_INFINITY,
  kind: 'spine',
  sounds: undefined,
};

/** What one class of the model stands for. */
interface ClassMeaning {
  readonly emergency: boolean;
  readonly kind: EmergencyKind;
  readonly concept: Concept | undefined;
}

/** Listens to a message view by view; the loudest view counts. */
export function createHearing(
  model: SoftmaxModel,
  concepts: readonly Concept[],
): (message: HeardMessage) => Heard {
  const prepare = createEvidenceReader();
  const features = new FeatureCollector();
  const meanings = model.classes.map((name) => meaningOf(name, concepts));
  const loudness = Float64Array.from(model.classes, loudnessOf);
  const emergencies = Float64Array.from(meanings, ({ emergency }) => (emergency ? 1 : 0));
  const scoresOf = createScorer(model);
  return (message) => {
    const evidence = prepare(message);
    let heard = SILENCE;
    for (const view of viewsOf(message)) {
      evidence.collect(view, features);
      if (features.found.length === 0) continue;
      const shares = sharesOf(scoresOf(features.found));
      const signal = Math.max(heard.signal, oddsOf(weighted(shares, loudness)));
      const emergencySignal = oddsOf(weighted(shares, emergencies));
      heard =
        emergencySignal > heard.emergencySignal
          ? { signal, emergencySignal, ...likeliest(shares, meanings) }
          : { ...heard, signal };
    }
    return heard;
  };
}

function meaningOf(name: string, concepts: readonly Concept[]): ClassMeaning {
  const [label = '', id = ''] = name.split(':');
  const concept = concepts.find((known) => known.id === id);
  return {
    emergency: label === 'emergency',
    kind: concept === undefined ? 'spine' : kindOfGroup(concept.group),
    concept,
  };
}

function weighted(shares: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < shares.length; index++) sum += (shares[index] ?? 0) * (weights[index] ?? 0);
  return sum;
}

/** The logarithm of the odds: 0 where yes and no are as likely. */
function oddsOf(share: number): number {
  return Math.log((share + LEAST_SHARE) / (1 - share + LEAST_SHARE));
}

/** The likeliest kind of emergency, and the likeliest red flag of that kind. */
function likeliest(
  shares: Float64Array,
  meanings: readonly ClassMeaning[],
): { kind: EmergencyKind; sounds: Concept | undefined } {
  const ofKind = { spine: 0, medical: 0, crisis: 0 };
  meanings.forEach(({ emergency, kind }, index) => {
    if (emergency) ofKind[kind] += shares[index] ?? 0;
  });
  const kind = KINDS.reduce((best, other) => (ofKind[other] > ofKind[best] ? other : best));
  let sounds: Concept | undefined;
  let most = 0;
  meanings.forEach((meaning, index) => {
    const share = shares[index] ?? 0;
    if (!meaning.emergency || meaning.kind !== kind || share <= most) return;
    most = share;
    sounds = meaning.concept;
  });
  return { kind, sounds };
}

const KINDS: readonly EmergencyKind[] = ['spine', 'medical', 'crisis'];
