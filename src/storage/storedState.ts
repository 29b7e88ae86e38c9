import { z } from 'zod';
import type { CheckRecord, ConversationState, OpenDialog } from '../conversation/state';
import type { Cause, Warning } from '../conversation/warnings';
import type { Answers, DialogPosition } from '../dialog/types';
import type { Course } from '../understanding/course';
import type { KnownFacts } from '../understanding/red-flags/risk';

/** Raised when stored state of this shape no longer means the same; older conversations then start afresh. */
const VERSION = 1;

/** Every key of a type, also the optional ones: a key that is forgotten here would be refused when read back. */
type Shape<T> = { readonly [Key in keyof Required<T>]: z.ZodType };

const answers: z.ZodType<Answers> = z.record(z.string(), z.array(z.string()));
const who = z.enum(['self', 'other']);

const position: z.ZodType<DialogPosition> = z.strictObject({
  dialogId: z.string(),
  version: z.number(),
  questionId: z.string(),
  answers,
  path: z.array(z.string()),
  retries: z.number(),
  floor: z.string().exactOptional(),
} satisfies Shape<DialogPosition>);

const cause: z.ZodType<Cause> = z.strictObject({
  who,
  concepts: z.array(z.string()),
  topicId: z.string().exactOptional(),
} satisfies Shape<Cause>);

const openDialog: z.ZodType<OpenDialog> = z.strictObject({
  position,
  card: z.string().exactOptional(),
  topicId: z.string().exactOptional(),
  feedbackId: z.string().exactOptional(),
  comment: z.string().exactOptional(),
  endsAfter: z.boolean().exactOptional(),
  cause: cause.exactOptional(),
} satisfies Shape<OpenDialog>);

const check: z.ZodType<CheckRecord> = z.strictObject({
  dialogId: z.string(),
  answers,
  who,
  card: z.string().exactOptional(),
} satisfies Shape<CheckRecord>);

const warning: z.ZodType<Warning> = z.strictObject({
  card: z.string(),
  urgency: z.enum(['emergency', 'crisis', 'urgent']),
  causes: z.array(z.string()),
  flags: z.array(z.string()),
  seen: z.array(z.string()),
  topicId: z.string().exactOptional(),
  quiet: z.literal(true).exactOptional(),
} satisfies Shape<Warning>);

const facts: z.ZodType<KnownFacts> = z.strictObject({
  cancer: z.enum(['yes', 'no']).optional(),
  treatment: z.boolean().optional(),
} satisfies Shape<KnownFacts>);

const course: z.ZodType<Course> = z.strictObject({
  onset: z.enum(['sudden', 'hours', 'days', 'weeks', 'months', 'years']).optional(),
  trend: z.enum(['worse', 'new', 'same', 'better']).optional(),
  side: z.enum(['both', 'one']).optional(),
} satisfies Shape<Course>);

const state: z.ZodType<ConversationState> = z.strictObject({
  phase: z.enum(['new', 'active', 'ended']),
  greeted: z.boolean(),
  dialogs: z.array(openDialog),
  paused: openDialog.exactOptional(),
  check: check.exactOptional(),
  facts,
  course: course.exactOptional(),
  aboutOther: z.boolean(),
  painTold: z.boolean(),
  warnings: z.array(warning),
  obstacles: z.number().exactOptional(),
  answered: z.strictObject({ warnings: z.array(warning), left: z.number() }).exactOptional(),
  talked: z.string().exactOptional(),
  safetyNetShown: z.boolean(),
  misses: z.number(),
  offered: z.array(z.string()),
  topicId: z.string().exactOptional(),
  told: z.string().exactOptional(),
  sectionsShown: z.number(),
  answerShown: z.boolean().exactOptional(),
  sectionsPicked: z.array(z.number()).exactOptional(),
  unanswered: z.string().exactOptional(),
  lastReplyId: z.string(),
  feedbackIds: z.array(z.string()),
  rated: z.strictObject({ place: z.string(), feedbackId: z.string() }).exactOptional(),
  lastButton: z.string().exactOptional(),
  lastAt: z.number(),
} satisfies Shape<ConversationState>);

const stored = z.strictObject({ version: z.literal(VERSION), state });

/** @returns the state as the text that is stored, before it is encrypted. */
export function writeState(value: ConversationState): string {
  return JSON.stringify({ version: VERSION, state: value });
}

/** @returns undefined for anything this program did not write in this shape; the conversation then starts afresh. */
export function readState(text: string): ConversationState | undefined {
  try {
    return stored.safeParse(JSON.parse(text)).data?.state;
  } catch {
    return undefined;
  }
}
