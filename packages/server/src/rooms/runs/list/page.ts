import { runStates } from '@sightglass/model';
import { mostJudgedRuns, type Run, type RunPage } from '@sightglass/model/rest';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../../http/cursor.ts';
import { invalidParameter, type RequestError } from '../../../http/errors.ts';
import { withinPage } from '../../../http/page-bytes.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { briefRun } from '../brief-run.ts';
import type { RunReader } from '../facts-runs.ts';
import type { StageReader } from '../facts-stages.ts';
import { type StoredRun, storedRuns } from '../facts-views.ts';
import type { RunName } from '../identity/run-name.ts';
import type { RunFilter, RunPosition } from './filter.ts';
import { judgedRuns } from './judged-runs.ts';
import { newestFirstOrder, type RunOrder } from './order.ts';

interface Readers {
  readonly runs: RunReader;
  readonly stages: StageReader;
}

export interface PageWish {
  readonly filter: RunFilter;
  readonly sort: 'started' | 'duration' | 'rows';
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** One page of runs. Raises CursorError, RequestError 400. */
export const pageOfRuns = (readers: Readers, wish: PageWish, now: ReceptionTime): Promise<RunPage> => {
  const { sort: by, direction, filter } = wish;
  return by === 'rows' || filter.verdicts !== undefined
    ? pageOfJudged(readers, wish, now)
    : pageByEngine(readers, { ...wish, order: { by, direction } }, now);
};

type EngineWish = Omit<PageWish, 'sort'> & { readonly order: RunOrder };

const pageByEngine = async (
  readers: Readers,
  { filter, limit, order, cursor }: EngineWish,
  now: ReceptionTime,
): Promise<RunPage> => {
  const after = cursor === undefined ? undefined : positionOf(cursor, order);
  const found = await briefRuns(readers, await readers.runs.names({ ...filter, order, after }, limit + 1, now));
  const shown = withinPage(found.slice(0, limit), ({ facts }) => facts);
  const judged = await judgedRuns(readers, shown, now, order.by !== 'started' || isGappy(filter));
  const nextCursor = found.length > shown.length ? cursorAfter(judged.at(-1), order) : null;
  // What was received of a run since it was found may have changed its state.
  return { items: judged.filter(({ state }) => filter.states?.includes(state) ?? true), nextCursor };
};

/** These runs with their stages; of long failures the beginning. */
export const briefRuns = async (readers: Readers, names: readonly RunName[]): Promise<StoredRun[]> =>
  (await storedRuns(readers, names)).map((run) => ({ ...run, facts: briefRun(run.facts) }));

/** The latest runs that the filter means, whatever their verdict, judged; `isWhole`: there are no more. */
export const judgedOf = async (
  readers: Readers,
  filter: RunFilter,
  now: ReceptionTime,
): Promise<{ readonly runs: Run[]; readonly isWhole: boolean }> => {
  const found = await readers.runs.names({ ...filter, order: newestFirstOrder }, mostJudgedRuns + 1, now);
  const shown = await briefRuns(readers, found.slice(0, mostJudgedRuns));
  return { runs: await judgedRuns(readers, shown, now, isGappy(filter)), isWhole: found.length <= mostJudgedRuns };
};

/** Of more runs than can be judged for one answer. */
export const tooManyToJudge = ({ verdicts }: RunFilter): RequestError => {
  const [parameter, what] =
    verdicts === undefined ? ['sort', 'sorted by their rows'] : ['verdict', 'told by their verdict'];
  return invalidParameter(
    parameter,
    `Only up to ${mostJudgedRuns.toLocaleString('en')} runs can be ${what}, and more are meant. Narrow the time or the filter.`,
  );
};

const valueFor: Readonly<Record<PageWish['sort'], (run: Run) => number>> = {
  started: ({ startedAt }) => Date.parse(startedAt),
  duration: ({ durationMs }) => Math.trunc(durationMs),
  rows: ({ rows }) => rows.written,
};

/** Neither the rows of a run, which are those of its stages, nor its verdict are known to the engine: all that are meant are read. */
const pageOfJudged = async (
  readers: Readers,
  { filter, limit, sort, direction, cursor }: PageWish,
  now: ReceptionTime,
): Promise<RunPage> => {
  const { runs, isWhole } = await judgedOf(readers, filter, now);
  if (!isWhole) throw tooManyToJudge(filter);
  const after = cursor === undefined ? undefined : decodeCursor(cursor, z.tuple([z.int(), z.string()]));
  const sign = direction === 'desc' ? -1 : 1;
  const judged = runs
    .filter(({ verdict }) => filter.verdicts?.includes(verdict.id) ?? true)
    .map((run) => ({
      run,
      value: valueFor[sort](run),
      name: JSON.stringify([run.startedAt, run.runId, run.pipeline, run.namespace]),
    }))
    .toSorted((a, b) => sign * (a.value - b.value) || sign * compare(a.name, b.name));
  const further =
    after === undefined
      ? judged
      : judged.filter(({ value, name }) => (sign * (value - after[0]) || sign * compare(name, after[1])) > 0);
  const shown = further.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = last === undefined || further.length <= limit ? null : encodeCursor([last.value, last.name]);
  return { items: shown.map(({ run }) => run), nextCursor };
};

/** Whether the filter may leave out runs between others of the same pipeline that succeeded. */
const isGappy = ({
  owner,
  environment,
  version,
  idPrefix,
  error,
  cause,
  system,
  weekHour,
  states = runStates,
}: RunFilter): boolean =>
  !states.includes('succeeded') ||
  [owner, environment, version, idPrefix, error, cause, system, weekHour].some((wanted) => wanted !== undefined);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const cursorAfter = (last: Run | undefined, { by }: RunOrder): string | null => {
  if (last === undefined) return null;
  const position = [Date.parse(last.startedAt), last.runId, last.pipeline, last.namespace];
  return encodeCursor(by === 'duration' ? [...position, Math.trunc(last.durationMs)] : position);
};

const positionParts = [z.int(), z.string(), z.string(), z.string()] as const;

const positionOf = (cursor: string, { by }: RunOrder): RunPosition => {
  if (by === 'duration') {
    const [startedAtMs, runId, pipeline, namespace, durationMs] = decodeCursor(
      cursor,
      z.tuple([...positionParts, z.int()]),
    );
    return { startedAtMs, runId, pipeline, namespace, durationMs };
  }
  const [startedAtMs, runId, pipeline, namespace] = decodeCursor(cursor, z.tuple([...positionParts]));
  return { startedAtMs, runId, pipeline, namespace };
};
