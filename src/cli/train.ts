import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ContentReader } from '../content/ContentReader';
import { SIGNAL_EXAMPLES, SIGNAL_FILE, signalFileText, signalInputs } from '../content/modelFile';
import { readRedFlags } from '../content/readRedFlags';
import { readCommonWords, readRespelling } from '../content/readWordTables';
import {
  readQuestions,
  TOPIC_MODEL_FILE,
  topicModelBytes,
  topicModelInputs,
} from '../content/topicModelFile';
import { projectRoot } from '../turns/createTurnHost';
import { collectQuestion } from '../understanding/matching/hearTopics';
import { FeatureCollector } from '../understanding/model/features';
import { trainLinear } from '../understanding/model/trainLinear';
import { trainSoftmax } from '../understanding/model/trainSoftmax';
import { createRedFlagReader } from '../understanding/red-flags/assess';
import { createEvidenceReader, type HeardMessage } from '../understanding/red-flags/evidence';
import { viewsOf } from '../understanding/red-flags/views';
import { readUtterance } from '../understanding/utterance';
import { runCommand } from './runCommand';

/** How far each label is a yes, for "any red flag" and for "an emergency". Tuned on the development examples. */
const TARGETS = {
  emergency: { any: 1, emergency: 1 },
  urgent: { any: 1, emergency: 0 },
  unclear: { any: 0.5, emergency: 0.2 },
  harmless: { any: 0, emergency: 0 },
} as const;
const example = z.strictObject({
  text: z.string(),
  label: z.enum(['emergency', 'urgent', 'unclear', 'harmless']),
  /** What help an emergency needs. */
  kind: z.enum(['spine', 'medical', 'crisis']).optional(),
});

/** `npm run train`: makes knowledge/models from knowledge/examples and the lexicon. Takes a minute or two; the result is committed. */
function main(): void {
  const reader = new ContentReader(projectRoot());
  trainSignals(reader);
  trainTopics(reader);
}

function trainSignals(reader: ContentReader): void {
  const text = reader.text(SIGNAL_EXAMPLES);
  const respelling = readRespelling(reader);
  const lexicon = readRedFlags(reader);
  if (text === undefined || lexicon === undefined || !reader.isSound) fail(reader);
  const rows = text
    .trim()
    .split('\n')
    .map((row) => example.parse(JSON.parse(row)));
  const { read } = createRedFlagReader(lexicon, readCommonWords(reader));
  const examples = featuresOf(rows, (message) => read(readUtterance(message, respelling)));
  const train = (signal: 'any' | 'emergency') =>
    trainLinear(examples.map(({ views, label }) => ({ views, target: TARGETS[label][signal] })));
  const ofKind = examples.filter(({ kind }) => kind !== undefined);
  const trainKind = (wanted: 'medical' | 'crisis') =>
    trainLinear(ofKind.map(({ views, kind }) => ({ views, target: kind === wanted ? 1 : 0 })));
  const signals = {
    any: train('any'),
    emergency: train('emergency'),
    medical: trainKind('medical'),
    crisis: trainKind('crisis'),
  };
  write(SIGNAL_FILE, signalFileText(signals, signalInputs(reader), examples.length), examples.length);
}

function trainTopics(reader: ContentReader): void {
  const respelling = readRespelling(reader);
  const questions = readQuestions(reader);
  if (!reader.isSound) fail(reader);
  const collector = new FeatureCollector();
  const examples = questions.map(({ text, topics }) => ({
    features: collectQuestion(readUtterance(text, respelling), collector).slice(),
    classes: topics,
  }));
  const classes = [...new Set(questions.map(({ topics }) => topics[0] ?? ''))].sort();
  const model = trainSoftmax(examples, classes);
  write(TOPIC_MODEL_FILE, topicModelBytes(model, topicModelInputs(reader), examples.length), examples.length);
}

function write(name: string, content: string | Buffer, examples: number): void {
  const file = join(projectRoot(), name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  process.stdout.write(`${name} made from ${examples} examples\n`);
}

function featuresOf(rows: readonly z.infer<typeof example>[], read: (text: string) => HeardMessage) {
  const prepare = createEvidenceReader();
  const features = new FeatureCollector();
  return rows.map(({ text, label, kind }) => {
    const message = read(text);
    const evidence = prepare(message);
    const views = viewsOf(message).map((view) => {
      evidence.collect(view, features);
      return features.found.slice();
    });
    return { views, label, kind };
  });
}

function fail({ problems }: ContentReader): never {
  for (const { file, path, message } of problems) process.stderr.write(`${file} ${path}: ${message}\n`);
  process.exit(1);
}

runCommand(main);
