import { FeatureCollector } from '../model/features';
import { scoreOf } from '../model/linearModel';
import type { EmergencyKind, RedFlagFindings, RedFlagSignals } from './assess';
import { createEvidenceReader, type HeardMessage } from './evidence';
import { type View, viewsOf } from './views';

type Heard = Pick<RedFlagFindings, 'signal' | 'emergencySignal' | 'kind'>;

const SILENCE: Heard = {
  signal: Number.NEGATIVE_INFINITY,
  emergencySignal: Number.NEGATIVE_INFINITY,
  kind: 'spine',
};

/** Below this nobody asks what kind of emergency it is. */
const FAINTEST = -4;

/** Listens to a message view by view; the loudest view counts. */
export function createHearing(signals: RedFlagSignals): (message: HeardMessage) => Heard {
  const prepare = createEvidenceReader();
  const features = new FeatureCollector();
  return (message) => {
    const views = viewsOf(message);
    const evidence = prepare(message);
    let { signal, emergencySignal } = SILENCE;
    let loudest: View | undefined;
    for (const view of views) {
      evidence.collect(view, features);
      signal = Math.max(signal, scoreOf(signals.any, features.found));
      const emergency = scoreOf(signals.emergency, features.found);
      if (emergency <= emergencySignal) continue;
      emergencySignal = emergency;
      loudest = view;
    }
    if (loudest === undefined || emergencySignal < FAINTEST) return { ...SILENCE, signal, emergencySignal };
    if (views.length > 1) evidence.collect(loudest, features);
    return { signal, emergencySignal, kind: kindOf(features.found, signals) };
  };
}

function kindOf(features: Uint32Array, signals: RedFlagSignals): EmergencyKind {
  if (scoreOf(signals.crisis, features) > 0) return 'crisis';
  return scoreOf(signals.medical, features) > 0 ? 'medical' : 'spine';
}
