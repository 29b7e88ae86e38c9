import { z } from 'zod';

export const contentId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case words joined by hyphens');
const factId = z.string().regex(/^S\d{2}$/, 'a fact id is S and two digits, such as S07');
const date = z.iso.date('write the date as YYYY-MM-DD');

/** The front matter of one file in knowledge/topics. */
export const topicFrontMatter = z.strictObject({
  id: contentId,
  title: z.string().min(3).max(60),
  asks: z.array(z.string().min(2).max(300)).min(6, 'give at least six ways people ask this'),
  also: z.array(z.string().min(2).max(60)).default([]),
  facts: z.array(factId).default([]),
  sources: z.array(contentId).min(1, 'name at least one source from knowledge/sources.yaml'),
  risk: z.enum(['info', 'caution', 'sensitive']),
  reviewed: date,
  'review-by': date,
  next: z.array(contentId).min(1).max(3),
  'in-danger': z.string().min(2).max(300).optional(),
});
