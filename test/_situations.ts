import { runIdAt } from '@sightglass/model';
import { checkEvents } from '../packages/server/src/rooms/contracts/_checks.ts';
import { type EventAttributes, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';

export const nowMs = Date.now();
export const minuteMs = 60_000;
export const namespace = 'shop';

/** How a run of a situation went; the last of its pipeline, `earlier` before it. */
interface Situation {
  readonly name: string;
  readonly rows?: EventAttributes;
  /** Absent: it has not ended. */
  readonly end?: 'succeeded' | 'failed' | 'aborted';
  readonly finish?: EventAttributes;
  readonly start?: EventAttributes;
  /** `none`: the stage has not ended. */
  readonly stageState?: 'succeeded' | 'failed' | 'aborted' | 'none';
  readonly silentForMs?: number;
  readonly earlier?: readonly Earlier[];
  readonly more?: (own: EventAttributes, atMs: number) => object[];
  readonly isMissed?: boolean;
  readonly word: string;
  readonly verdict: string;
  readonly sentence: RegExp;
}
type Bare = Omit<Situation, 'word' | 'verdict' | 'sentence' | 'earlier'>;
type Earlier = Omit<Bare, 'name'>;

const rows = (read: number, written: number, rejected = 0): EventAttributes => ({
  rowsRead: read,
  rowsWritten: written,
  rowsRejected: rejected,
});
const good: Bare = { name: '', rows: rows(1_000, 980, 20), end: 'succeeded' };
const usually: readonly Earlier[] = Array.from({ length: 8 }, () => good);
const thrown = { exceptionType: 'Error', exceptionMessage: 'connection refused' };
const deadlineAt = (offsetMs: number): EventAttributes => ({
  pipelineDeadline: new Date(nowMs + offsetMs).toISOString().slice(11, 16),
  pipelineTimeZone: 'UTC',
});

const dailyAt = (atMs: number) => `${new Date(atMs).getUTCMinutes()} ${new Date(atMs).getUTCHours()} * * *`;

export const situations: readonly Situation[] = [
  {
    ...good,
    name: 'succeeded',
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /^Ready to use: loaded 980 rows .*; 20 rejected\.$/,
  },
  {
    ...good,
    name: 'as usual',
    earlier: usually,
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /Usual time\.$/,
  },
  {
    ...good,
    rows: rows(1_000, 700, 300),
    name: 'rejects unusual',
    earlier: usually,
    word: 'More rejects than usual',
    verdict: 'Usable, but check',
    sentence: /300 rejected, 30% of all and usually 2%\. Usual time\.$/,
  },
  {
    ...good,
    rows: rows(1_000, 700, 300),
    name: 'rejects without usual',
    word: 'Many rows rejected',
    verdict: 'Usable, but check',
    sentence: /300 rejected, 30% of all\.$/,
  },
  {
    ...good,
    rows: rows(1_000, 300, 700),
    name: 'most rejected',
    word: 'Most rows rejected',
    verdict: 'Usable, but check',
    sentence: /70% of all/,
  },
  {
    ...good,
    rows: rows(1_000, 0, 1_000),
    name: 'all rejected',
    word: 'All rows rejected',
    verdict: 'Not loaded',
    sentence: /^Not loaded: all 1,000 rows were rejected /,
  },
  {
    ...good,
    rows: rows(1_000, 900),
    name: 'rows missing',
    word: 'Rows missing',
    verdict: 'Usable, but check',
    sentence: /but 100 rows are missing\.$/,
  },
  {
    ...good,
    rows: rows(1_000, 1_012),
    name: 'extra rows',
    word: 'Extra rows',
    verdict: 'Usable, but check',
    sentence: /but 12 more rows were written than were read\.$/,
  },
  {
    ...good,
    rows: {},
    name: 'no counts',
    word: 'Succeeded',
    verdict: 'Finished',
    sentence: /^Finished .*; nothing was counted, so check the data yourself\.$/,
  },
  { ...good, rows: rows(0, 0), name: 'empty', word: 'Succeeded', verdict: 'Finished', sentence: /nothing was counted/ },
  {
    ...good,
    rows: rows(0, 5),
    name: 'only written',
    word: 'Extra rows',
    verdict: 'Usable, but check',
    sentence: /5 more rows were written/,
  },
  {
    name: 'failed at a stage',
    rows: rows(1_000, 400),
    end: 'failed',
    stageState: 'failed',
    finish: thrown,
    word: 'Failed',
    verdict: 'Not usable',
    sentence: /^Not usable: failed at load .* ago: connection refused\.$/,
  },
  {
    name: 'failed without a stage',
    end: 'failed',
    finish: { processExitCode: 3 },
    word: 'Failed',
    verdict: 'Not loaded',
    sentence: /^Not loaded: failed .* ago: exit code 3\.$/,
  },
  {
    name: 'stopped by a signal',
    rows: rows(1_000, 400),
    end: 'aborted',
    stageState: 'aborted',
    finish: { processExitSignal: 'SIGTERM' },
    word: 'Stopped',
    verdict: 'Not usable',
    sentence: /^Not usable: stopped by SIGTERM at load .* ago, after 30 s\.$/,
  },
  {
    name: 'no signal',
    rows: rows(1_000, 400),
    silentForMs: 60 * minuteMs,
    word: 'No signal',
    verdict: 'Not usable',
    sentence: /^Not usable: no signal since .*\. It may still be running\.$/,
  },
  {
    name: 'missed',
    isMissed: true,
    earlier: usually,
    word: 'Missed',
    verdict: 'Not loaded',
    sentence: /^Not loaded: was due .* and (did|has) not start/,
  },
  {
    name: 'running',
    rows: rows(1_000, 400),
    word: 'Running',
    verdict: 'Wait',
    sentence: /^Wait: running for .*, 400 rows so far\.$/,
  },
  {
    name: 'running late',
    rows: rows(10, 4),
    start: deadlineAt(-minuteMs),
    word: 'Running',
    verdict: 'Wait',
    sentence: /Missed its deadline of /,
  },
  {
    name: 'running again',
    rows: rows(10, 4),
    earlier: [{ end: 'failed', rows: rows(10, 0) }],
    word: 'Running',
    verdict: 'Wait',
    sentence: /^Wait: running for /,
  },
  {
    ...good,
    name: 'met its deadline',
    start: deadlineAt(60 * minuteMs),
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /Met its deadline of /,
  },
  {
    ...good,
    name: 'ended late',
    start: { ...deadlineAt(-5 * minuteMs), pipelineSchedule: dailyAt(nowMs - 10 * minuteMs) },
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /^Ready to use, but late: .* Missed its deadline of /,
  },
  {
    ...good,
    name: 'contract failed',
    more: (own, atMs) => checkEvents({ ...checkScope(own), atMs, broken: 50 }),
    word: 'Contract failed',
    verdict: 'Usable, but check',
    sentence: /but a file failed contract orders\.$/,
  },
  {
    ...good,
    name: 'contract passed with warnings',
    more: (own, atMs) => checkEvents({ ...checkScope(own), atMs, result: 'warn' }),
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /; 20 rejected; a file passed contract orders with warnings\.$/,
  },
  {
    ...good,
    name: 'file not checked',
    more: (own, atMs) => checkEvents({ ...checkScope(own), atMs, result: 'skip' }),
    word: 'File not checked',
    verdict: 'Usable, but check',
    sentence: /but a file could not be checked against contract orders\.$/,
  },
  {
    ...good,
    name: 'stage failed in a run that succeeded',
    stageState: 'failed',
    word: 'Stage failed',
    verdict: 'Usable, but check',
    sentence: /^Usable, but check: loaded 980 rows .*, but stage load failed\.$/,
  },
  {
    ...good,
    name: 'stage never ended in a run that succeeded',
    stageState: 'none',
    word: 'Stage never ended',
    verdict: 'Usable, but check',
    sentence: /^Usable, but check: loaded 980 rows .*, but stage load never ended\.$/,
  },
  {
    ...good,
    rows: { ...rows(1_000, 0), rowsFiltered: 1_000 },
    name: 'all filtered',
    word: 'Succeeded',
    verdict: 'No new data',
    sentence: /^No new data: all 1,000 rows were filtered at /,
  },
  {
    ...good,
    rows: { ...rows(1_000, 0), rowsFiltered: 600, rowsDeduplicated: 399, rowsUnmatched: 1 },
    name: 'all left out',
    word: 'Succeeded',
    verdict: 'No new data',
    sentence: /^No new data: 600 of 1,000 rows were filtered, 399 were deduplicated and 1 was unmatched at /,
  },
  {
    ...good,
    rows: { ...rows(1_000, 0, 1), rowsFiltered: 999 },
    name: 'one rejected, none loaded',
    word: 'Rows rejected, none loaded',
    verdict: 'Not loaded',
    sentence: /^Not loaded: 1 of 1,000 rows was rejected and 999 were filtered at /,
  },
  {
    ...good,
    rows: rows(1_000, 0),
    name: 'all missing',
    word: 'Rows missing',
    verdict: 'Not loaded',
    sentence: /^Not loaded: none of 1,000 rows was loaded at .*, but 1,000 rows are missing\.$/,
  },
  {
    name: 'reports itself unbalanced',
    end: 'succeeded',
    finish: { ...rows(1_000, 1_000), runBalanced: false, runRowsVanished: 7 },
    word: 'Rows missing',
    verdict: 'Usable, but check',
    sentence: /^Usable, but check: loaded 1,000 rows .*, but 7 rows are missing\.$/,
  },
  {
    name: 'reports itself unbalanced without figures',
    end: 'succeeded',
    finish: { runBalanced: false },
    word: 'Rows unbalanced',
    verdict: 'Usable, but check',
    sentence: /^Usable, but check: finished .*, but its rows do not add up\.$/,
  },
  {
    name: 'ended in an unknown state',
    end: 'succeeded',
    finish: { runState: 'cancelled' },
    word: 'Failed',
    verdict: 'Not loaded',
    sentence: /^Not loaded: failed .* ago: its program reported the unknown run state "cancelled"\.$/,
  },
  {
    ...good,
    name: 'contract passed',
    more: (own, atMs) => checkEvents({ ...checkScope(own), atMs }),
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /^Ready to use/,
  },
  {
    ...good,
    name: 'without lookup data',
    more: (own, atMs) => [affected(own, atMs)],
    word: 'Loaded without lookup data',
    verdict: 'Usable, but check',
    sentence: /but 7 rows were loaded without data from airports\.$/,
  },
];

const checkScope = ({ runId, pipelineName }: EventAttributes) => ({
  runId: typeof runId === 'string' ? runId : '',
  pipeline: typeof pipelineName === 'string' ? pipelineName : '',
});
const affected = (own: EventAttributes, atMs: number): object =>
  lifecycleEvent('rows', atMs, {
    ...own,
    dependencyName: 'airports',
    dependencyPolicy: 'load-unenriched',
    errorType: 'timeout',
    dependencyRows: 7,
    stageId: 'a'.repeat(16),
  });

export const eventsOf = (pipeline: string, one: Earlier, startMs: number): object[] => {
  const own = { runId: runIdAt(startMs), pipelineName: pipeline, pipelineNamespace: namespace };
  if (one.isMissed === true) return [];
  const stage = { ...own, stageId: 'a'.repeat(16), stageName: 'load' };
  const started = { ...own, runStartedAt: new Date(startMs).toISOString(), ...one.start };
  const ended = one.stageState === 'none' ? undefined : (one.stageState ?? one.end);
  const hasStage = one.rows !== undefined;
  return [
    lifecycleEvent('runStarted', startMs, { ...started, runHeartbeatIntervalMs: 10_000 }),
    ...(hasStage ? [lifecycleEvent('stageStarted', startMs + 1, stage)] : []),
    ...(hasStage && ended === undefined
      ? [lifecycleEvent('stageProgress', startMs + 2, { ...stage, ...one.rows })]
      : []),
    ...(hasStage && ended !== undefined
      ? [lifecycleEvent('stageFinished', startMs + 29_000, { ...stage, ...one.rows, stageState: ended })]
      : []),
    ...(one.more?.(own, startMs + 20_000) ?? []),
    ...(one.end === undefined
      ? []
      : [
          lifecycleEvent('runFinished', startMs + 30_000, {
            ...started,
            runState: one.end,
            runDurationMs: 30_000,
            ...one.finish,
          }),
        ]),
  ];
};
