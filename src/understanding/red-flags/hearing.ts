import { FeatureCollector } from '../model/features';
import { scoreOf } from '../model/linearModel';
import type { EmergencyKind, RedFlagFindings, RedFlagSignals } from './assess';
import { createEvidenceReader, type HeardMessage } from './evidence';
import { viewsOf } from './views';

type Heard = Pick<RedFlagFindings, 'signal' | 'emergencySignal' | 'kind'>;

const SILENCE: Heard = {
  signal: Number.NEGATIVE_INFINITY,
  emergencySignal: Number.NEGATIVE_INFINITY,
  kind: 'spine',
};

/** Listens to a message view by view; the loudest view counts. */
export function createHearing(signals: RedFlagSignals): (message: HeardMessage) => Heard {
  const prepare = createEvidenceReader();
  const features = new FeatureCollector();
  return (message) => {
    if (message.utterance.tokens.length === 0) return SILENCE;
    const evidence = prepare(message);
    let { signal, emergencySignal, kind } = SILENCE;
    for (const view of viewsOf(message.utterance, message.clauses)) {
      evidence.collect(view, features);
      signal = Math.max(signal, scoreOf(signals.any, features.found));
      const emergency = scoreOf(signals.emergency, features.found);
      if (emergency <= emergencySignal) continue;
      emergencySignal = emergency;
      kind = kindOf(features.found, signals);
    }
    return { signal, emergencySignal, kind };
  };
}

function kindOf(features: Uint32Array, signals: RedFlagSignals): EmergencyKind {
  if (scoreOf(signals.crisis, features) > 0) return 'crisis';
  return scoreOf(signals.medical, features) > 0 ? 'medical' : 'spine';
}
