import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ContentReader } from '../content/ContentReader';
import { type ModelFile, modelBytes } from '../content/modelFile';
import { readRedFlags } from '../content/readRedFlags';
import { readCommonWords, readRespelling } from '../content/readWordTables';
import { RED_FLAG_EXAMPLES, RED_FLAG_MODEL_FILE, redFlagModelInputs } from '../content/redFlagModelFile';
import { readQuestions, TOPIC_MODEL_FILE, topicModelInputs } from '../content/topicModelFile';
import { projectRoot } from '../turns/createTurnHost';
import { collectQuestion } from '../understanding/matching/hearTopics';
import { FeatureCollector } from '../understanding/model/features';
import { trainByViews } from '../understanding/model/trainByViews';
import { trainSoftmax } from '../understanding/model/trainSoftmax';
import { createRedFlagReader } from '../understanding/red-flags/assess';
import { createEvidenceReader, type HeardMessage } from '../understanding/red-flags/evidence';
import { classesOf, loudnessOf } from '../understanding/red-flags/exampleClass';
import { viewsOf } from '../understanding/red-flags/views';
import { readUtterance } from '../understanding/utterance';
import { runCommand } from './runCommand';

const example = z.strictObject({
  text: z.string(),
  label: z.enum(['emergency', 'urgent', 'unclear', 'harmless']),
  /** Id of the red flag, or the kind of harmless message. */
  about: z.string(),
});

/** `npm run train`: makes knowledge/models from knowledge/examples and the lexicon. Takes about three minutes; the result is committed. */
function main(): void {
  const reader = new ContentReader(projectRoot());
  trainRedFlags(reader);
  trainTopics(reader);
}

function trainRedFlags(reader: ContentReader): void {
  const text = reader.text(RED_FLAG_EXAMPLES);
  const respelling = readRespelling(reader);
  const lexicon = readRedFlags(reader);
  if (text === undefined || lexicon === undefined || reader.problems.length > 0) fail(reader);
  const rows = text
    .trim()
    .split('\n')
    .map((row) => example.parse(JSON.parse(row)));
  const { read } = createRedFlagReader(lexicon, readCommonWords(reader));
  const names = classesOf(rows);
  const views = viewsOfAll(rows, (message) => read(readUtterance(message, respelling)));
  const model = trainByViews(
    views.map((seen, index) => ({ views: seen, name: names[index] ?? '' })),
    loudnessOf,
  );
  write(RED_FLAG_MODEL_FILE, { model, inputs: redFlagModelInputs(reader), examples: rows.length });
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
  write(TOPIC_MODEL_FILE, { model, inputs: topicModelInputs(reader), examples: examples.length });
}

function write(name: string, made: ModelFile): void {
  const file = join(projectRoot(), name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, modelBytes(made));
  process.stdout.write(`${name} made from ${made.examples} examples\n`);
}

function viewsOfAll(rows: readonly { readonly text: string }[], read: (text: string) => HeardMessage) {
  const prepare = createEvidenceReader();
  const features = new FeatureCollector();
  return rows.map(({ text }) => {
    const message = read(text);
    const evidence = prepare(message);
    return viewsOf(message).map((view) => {
      evidence.collect(view, features);
      return features.found.slice();
    });
  });
}

function fail({ problems }: ContentReader): never {
  for (const { file, path, message } of problems) process.stderr.write(`${file} ${path}: ${message}\n`);
  process.exit(1);
}

runCommand(main);
