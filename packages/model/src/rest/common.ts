import { z } from 'zod';
import { badEnds } from '../verdict/run-doubts.ts';
import { tones } from '../verdict/shown.ts';
import { timeForms } from '../words/sentence.ts';

/** RFC 3339 in UTC, e.g. `2026-11-23T02:13:05.120Z`. */
export const instant = z.string().describe('RFC 3339 instant in UTC');
export const cursor = z.string().min(1).describe('Opaque; pass back what nextCursor gave');

/** A page of items, newest first; `nextCursor` is null on the last page. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: cursor.nullable() });

/** RFC 9457 problem details. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

export const ledgerShape = z.object({
  read: z.int(),
  written: z.int(),
  rejected: z.int(),
  filtered: z.int(),
  deduplicated: z.int(),
  unmatched: z.int(),
});

export const rowsCountedShape = z
  .boolean()
  .optional()
  .describe('False when nobody counted rows: that all are 0 then says nothing of the data');

export const onlyCheckedShape = z
  .boolean()
  .optional()
  .describe('True when all its rows are of files that it checked: it has loaded none');

/** Rows that nothing explains; the two are never netted. */
export const unexplainedShape = z.object({
  missing: z
    .int()
    .describe(
      'Read, but neither written, rejected, filtered, deduplicated nor unmatched; in progress while the run goes on',
    ),
  extra: z.int().describe('Written but never read'),
});

/** Why the data of a run that succeeded is not taken as it is, beside its rows. */
export const runDoubt = z.discriminatedUnion('kind', [
  z.object({
    kind: z
      .literal('stage')
      .describe('A stage failed, was stopped or never ended, and no later one of its name succeeded'),
    stage: z.string(),
    state: z.enum(badEnds),
  }),
  z.object({
    kind: z
      .enum(['contract', 'unchecked', 'warned'])
      .describe('A file failed a contract, could not be checked against it, or passed it with warnings'),
    contract: z.string().describe('Empty when it has no name'),
    file: z.string().optional().describe('Name of the file, without its folder; of several, the first by name'),
    files: z.int().optional().describe('How many files, when several'),
  }),
  z.object({
    kind: z.literal('unenriched').describe('Rows were loaded without the data of a dependency'),
    dependency: z.string(),
    rows: z.int(),
  }),
  z.object({
    kind: z.literal('programs').describe('So many programs reported the run as their own at the same time'),
    programs: z.int(),
  }),
  z.object({
    kind: z.literal('reported').describe('Its program reported a success with warnings, in this word'),
    word: z.string(),
  }),
]);

/** A sentence as parts, so that its times stay right on a page that stays open and in any time zone; `sentenceText` of the model joins them. */
export const sentenceParts = z
  .array(
    z.union([
      z.string(),
      z.object({ at: instant, as: z.enum(timeForms) }),
      z.object({ reason: z.string().describe('Of a failure') }),
    ]),
  )
  .readonly();

/** The state that every surface shows. */
export const shownAs = <const Ids extends readonly [string, ...string[]]>(ids: Ids) =>
  z.object({ id: z.enum(ids), word: z.string(), tone: z.enum(tones) });

/** Whether the data can be used, or the thing is healthy. */
export const verdictAs = <const Ids extends readonly [string, ...string[]]>(ids: Ids) =>
  z.object({ id: z.enum(ids), words: z.string() });

/** The sentence about one thing, or about all in a list. */
export const sentenceShape = {
  sentence: z.string().describe('As of this answer, times in UTC'),
  sentenceParts,
};

/** The order in which things need attention. */
export const urgencyShape = {
  needsAttention: z.boolean(),
  urgency: z.int().describe('The smaller the more urgent'),
};

/** A query parameter that is text: left out rather than empty. */
export const words = z.string().min(1);

/** Words that are a key of the state, where PostgreSQL keeps neither a NUL nor half a surrogate pair. */
export const stateWords = words
  .refine((text) => !text.includes('\0'), 'holds a NUL character; leave it out')
  .refine((text) => text.isWellFormed(), 'holds half a character, a lone surrogate; leave it out');

/** A text kept in the state; what PostgreSQL does not keep, a NUL or half a surrogate pair, is shown as the replacement character. */
export const stateText = z.string().check(z.overwrite((text) => text.toWellFormed().replaceAll('\0', '\uFFFD')));

/** A date alone is its midnight in UTC, and a `+` that came as a blank, as form encoding has it, is the sign it was. */
const wholeInstant = (text: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text.replace(/(?<=T[\d:.]+) (?=\d{2}:\d{2}$)/, '+');

export const queryInstant = z
  .string()
  .check(z.overwrite(wholeInstant), z.iso.datetime({ offset: true }))
  .describe('RFC 3339 instant with Z or an offset, or a date: its midnight in UTC');

/** `from` inclusive, `to` exclusive. */
export const timeRange = z.object({ from: queryInstant.optional(), to: queryInstant.optional() });

/** Tells runs apart that share an id, as those of a scheduler do. */
export const pipelineOfRun = {
  pipeline: words.optional().describe('Name of the pipeline of the run; needed where several runs have its id'),
  namespace: words.optional(),
};

const mostOfAPage = 1_000;
export const pageLimit = (usual: number) => z.coerce.number().int().min(1).max(mostOfAPage).default(usual);
