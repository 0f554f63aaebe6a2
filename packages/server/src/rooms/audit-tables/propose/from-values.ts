import { ledgerColumns } from '@sightglass/model';
import type { AuditColumnNames } from '../mapping.ts';
import { readCount } from '../rows/count-text.ts';
import type { DurationUnit } from '../rows/duration-text.ts';
import { type AuditRow, textOf } from '../rows/row.ts';
import { readState } from '../rows/state-words.ts';
import type { AuditColumn } from '../table.ts';
import { columnWords, type Field, plainName } from './column-words.ts';
import { durationColumn } from './duration-names.ts';
import type { GivenColumns, Proposal } from './propose.ts';
import { stateColumn } from './state-column.ts';

type Found = Partial<AuditColumnNames>;

/** A proposal that the values of rows were looked at for. */
export interface ValueProposal extends Proposal {
  readonly durationUnit?: DurationUnit;
  /** A column of durations is proposed, and nothing says what its numbers are. */
  readonly isUnitUnclear: boolean;
  /** What a person should know of the proposal. */
  readonly notes: readonly string[];
}

/** What names and types propose, put right by the values of some rows. */
export const refineByValues = (
  { columns: named, ...proposal }: Proposal,
  all: readonly AuditColumn[],
  given: GivenColumns,
  sample: readonly AuditRow[],
): ValueProposal => {
  const free = (found: Found): AuditColumn[] => {
    const taken = new Set<unknown>(Object.values(found));
    return all.filter(({ name }) => !taken.has(name));
  };
  const withCounts = { ...named, ...countsAsText(free(named), named, given, sample) };
  const state = given.state ?? given.event ?? stateColumn(named.state, free(withCounts), sample);
  const { state: _state, ...others } = withCounts;
  const stated: Found = state === undefined || state === '' ? others : { ...others, state };
  const duration = hasEnd(stated, given) ? undefined : durationColumn(free(stated), sample);
  const timed: Found = {
    ...stated,
    ...(duration !== undefined &&
      (duration.unit === 'ms' ? { durationMs: duration.name } : { duration: duration.name })),
  };
  const shaped = shapeOf(timed, all, given, sample);
  return {
    ...proposal,
    ...shaped,
    notes: [...shaped.notes, ...(isSilentOnEnds(shaped.columns) ? [endsAlone] : [])],
    ...(duration?.unit !== undefined && duration.unit !== 'ms' && { durationUnit: duration.unit }),
    isUnitUnclear: duration?.isUnclear ?? false,
  };
};

const endsAlone =
  'no column says how a run ended, so each that has an end is taken to have gone well; name the column that does with --column state=… or error=…';

const isSilentOnEnds = ({ state, event, error, ...ends }: Found): boolean =>
  hasEnd(ends, {}) && [state, event, error].every((name) => name === undefined);

const hasEnd = ({ finishedAt, durationMs, duration }: Found, given: GivenColumns): boolean =>
  [finishedAt, durationMs, duration].some((name) => name !== undefined) ||
  given.duration !== undefined ||
  given.durationMs !== undefined;

/** Counts are text in some tables, with group signs. */
const countsAsText = (
  free: readonly AuditColumn[],
  found: Found,
  given: GivenColumns,
  sample: readonly AuditRow[],
): Found => {
  const counts: Partial<Record<Field, string>> = {};
  const fields = columnWords.filter(({ field }) => (ledgerColumns as readonly string[]).includes(field));
  for (const { field, names } of fields) {
    if (found[field] !== undefined || given[field] !== undefined) continue;
    const column = names
      .map((known) => free.find(({ name, kind }) => kind === 'text' && plainName(name) === plainName(known)))
      .find((one) => one !== undefined && areCounts(sample.flatMap((row) => textOf(row, one.name) ?? [])));
    if (column !== undefined && !Object.values(counts).includes(column.name)) counts[field] = column.name;
  }
  return counts;
};

const areCounts = (values: readonly string[]): boolean =>
  values.length > 0 && values.every((value) => Number.isSafeInteger(readCount(value)));

/** What a row is: a run, a stage of one, or an event. */
const shapeOf = (
  found: Found,
  all: readonly AuditColumn[],
  given: GivenColumns,
  sample: readonly AuditRow[],
): Pick<ValueProposal, 'columns' | 'notes'> => {
  if (given.event !== undefined || areEvents(found, sample)) {
    const { state, stageId: _stageId, ...others } = found;
    const event = given.event ?? state;
    return {
      columns: { ...others, ...(event !== undefined && { event }) },
      notes: [`each row is an event of a run: ${event} says what happened, ${found.runId} which run it is`],
    };
  }
  const { stage, stageId, ...whole } = found;
  const isRowKey = all.some(({ name, isKey }) => isKey && name === found.runId);
  if (isRowKey && (stage ?? stageId) !== undefined && given.stage === undefined && given.stageId === undefined)
    return {
      columns: whole,
      notes: [`each row has its own ${found.runId}, so each is a run; ${stage ?? stageId} is not read`],
    };
  if (found.runId === undefined && found.startedAt !== undefined)
    return {
      columns: found,
      notes: [`no column is the key of a run: its pipeline and its ${found.startedAt} make one`],
    };
  return { columns: found, notes: [] };
};

/** No row has an end, and some run has a row that starts it and another that ends it. */
const areEvents = ({ runId, state, finishedAt, durationMs, duration }: Found, sample: readonly AuditRow[]): boolean => {
  if (runId === undefined || state === undefined || (finishedAt ?? durationMs ?? duration) !== undefined) return false;
  const runs = Map.groupBy(sample, (row) => textOf(row, runId));
  return [...runs.values()].some((rows) => {
    const meanings = new Set(rows.map((row) => readState(textOf(row, state) ?? '', {}, state)));
    return meanings.has('running') && (meanings.has('succeeded') || meanings.has('failed'));
  });
};

/** Rows that would be of one run though they are not: no key tells them apart. */
export const hasClashes = ({ runId, pipeline, startedAt }: Found, sample: readonly AuditRow[]): boolean => {
  if (runId !== undefined || startedAt === undefined) return false;
  const keys = sample.map((row) => JSON.stringify([textOf(row, pipeline), textOf(row, startedAt)]));
  return new Set(keys).size < keys.length;
};
