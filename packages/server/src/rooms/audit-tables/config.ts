import type { Target } from '@sightglass/probes';
import { z } from 'zod';
import type { AuditColumnNames } from './mapping.ts';
import { type AuditPreset, auditPresets, presetNames } from './preset.ts';
import { durationUnits } from './rows/duration-text.ts';
import { type WordMeaning, wordMeanings } from './rows/state-words.ts';
import { auditTarget } from './target.ts';
import { duration } from '../../config/duration.ts';
import { haveOwnNames } from '../../config/own-names.ts';

const column = z.string().min(1);
const usualOverlap = { ids: 1_000, ms: 10 * 60_000 };

const columns = z.strictObject({
  runId: column
    .optional()
    .describe('The key of a run; rows that share it are of one run. Without it, pipeline and start are'),
  startedAt: column,
  startedTime: column.optional().describe('The time of day, where `startedAt` is a date'),
  event: column.optional().describe('Where each row is an event of a run: what happened, by the words of `states`'),
  pipeline: column.optional(),
  namespace: column.optional(),
  stage: column.optional().describe('Empty in rows that are about the run as a whole'),
  stageId: column.optional(),
  finishedAt: column.optional(),
  durationMs: column.optional(),
  duration: column.optional(),
  state: column.optional(),
  read: column.optional(),
  written: column.optional(),
  rejected: column.optional(),
  filtered: column.optional(),
  deduplicated: column.optional(),
  unmatched: column.optional(),
  error: column.optional(),
  errorType: column.optional(),
  file: column.optional(),
  host: column.optional(),
  version: column.optional(),
});

const hourMs = 3_600_000;

const overlap = z
  .union(
    [
      z
        .int()
        .min(0)
        .transform((ids) => ({ ...usualOverlap, ids })),
      duration(0, 720 * hourMs).transform((ms) => ({ ...usualOverlap, ms })),
    ],
    {
      error: ({ input }) => `"${String(input)}" is not an overlap; write a number of ids, or a time such as 10m or 24h`,
    },
  )
  .default(usualOverlap);

const isTimeZone = (text: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const timeZone = z
  .string()
  .refine(isTimeZone, { error: ({ input }) => `"${String(input)}" is not a time zone; write one like Europe/Berlin` });

const words = z.array(z.coerce.string()).optional();
const statesShape = Object.fromEntries(wordMeanings.map((state) => [state, words])) as Record<
  WordMeaning,
  typeof words
>;

/** A table in which a pipeline notes its runs, read as a source. */
export const auditTable = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\w.-]{1,60}$/, { error: 'must be letters, digits, . _ or -, at most 60; run ids begin with it' })
      .describe('Run ids begin with it'),
    url: z
      .string()
      .min(1)
      .describe(
        'postgres:// or sqlserver://; `${NAME}` is replaced by an environment variable, `env:NAME` for one that holds all of it',
      ),
    table: z.string().min(1).describe('table or schema.table; a view will do'),
    preset: z.enum(presetNames).optional().describe('A table that many have; no columns need be named'),
    columns: columns.optional(),
    cursor: z
      .strictObject({ column, overlap })
      .optional()
      .describe('A column that only grows: a numeric id or the time of the last change'),
    pipeline: column.optional().describe('Of every row, where no column holds it'),
    namespace: column.optional(),
    environment: z.string().min(1).max(300).optional().describe('deployment.environment.name of every run'),
    states: z.strictObject(statesShape).default({}),
    durationUnit: z.enum(durationUnits).optional().describe('Of numbers in the column `duration`'),
    only: z.record(column, z.coerce.string()).optional().describe('Only rows that hold these texts are read'),
    timeZone: timeZone.default('UTC').describe('Of times written without one'),
    lastStage: column.optional().describe('Where every row is about a stage: the one whose success ends the run'),
    every: duration(1_000, hourMs).default(30_000),
    lostAfter: duration(60_000, 720 * hourMs)
      .default(24 * hourMs)
      .describe('A row that has been running for so long belongs to a lost run'),
  })
  .transform((given, context) => {
    const preset: AuditPreset | undefined = given.preset === undefined ? undefined : auditPresets[given.preset];
    const names: AuditColumnNames | undefined = given.columns ?? preset?.columns;
    const cursor = given.cursor ?? preset?.cursor;
    if (names === undefined)
      return required(context, 'columns', 'is required; `sightglass audit-table try` proposes them');
    if (cursor === undefined)
      return required(context, 'cursor', 'is required: `column:` with a numeric id or the time of the last change');
    if (names.pipeline === undefined && given.pipeline === undefined)
      return required(context, 'pipeline', 'is required: name the pipeline, or the column that does under `columns:`');
    if (names.event !== undefined && names.runId === undefined)
      return required(context, 'columns', 'needs `runId:` too: the key that the events of a run share');
    const {
      every: everyMs,
      lostAfter: lostAfterMs,
      columns: _columns,
      cursor: _cursor,
      preset: _preset,
      states: _states,
      durationUnit: _durationUnit,
      only: _only,
      ...rest
    } = given;
    return {
      ...rest,
      columns: names,
      cursorColumn: cursor.column,
      overlap: given.cursor?.overlap ?? usualOverlap,
      states: { ...preset?.states, ...given.states },
      durationUnit: given.durationUnit ?? preset?.durationUnit,
      only: given.only ?? preset?.only,
      keepRunIds: given.preset === 'sightglass',
      everyMs,
      lostAfterMs,
    };
  });

export const auditTableSettings = {
  auditTables: z
    .array(auditTable)
    .default([])
    .refine(haveOwnNames, { error: 'two tables have the same `name:`; run ids begin with it, so each needs its own' })
    .describe('tables in which pipelines note their runs'),
};

type AuditTableInput = z.output<typeof auditTable>;

export interface AuditTableConfig extends Omit<AuditTableInput, 'url'> {
  readonly target: Target;
}

/** An audit table and the database its URL leads to. Raises TargetError. */
export const readAuditTable = ({ url, ...table }: AuditTableInput): AuditTableConfig => ({
  ...table,
  target: auditTarget(url),
});

const required = (context: z.RefinementCtx, path: string, message: string): never => {
  context.addIssue({ code: 'custom', path: [path], message });
  return z.NEVER;
};
