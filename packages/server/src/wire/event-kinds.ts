/**
 * Of which kinds the log records of a request are that are events, one bit each: what an insert costs is the number of views it asks, and
 * those find events of their kind only (decisions 11 and 23). No bit stands for events that nothing is folded of.
 */
export type EventKinds = number;

export const eventKinds = { ofRuns: 1, ofWork: 2 } as const;

export const everyEventKind: EventKinds = eventKinds.ofRuns | eventKinds.ofWork;

/** What is folded into runs and stages (`run_events`). */
const ofRuns = [
  'pipeline.run.started',
  'pipeline.run.heartbeat',
  'pipeline.run.finished',
  'pipeline.stage.started',
  'pipeline.stage.progress',
  'pipeline.stage.finished',
  'pipeline.rows.rejected',
];

/** What else is folded, under each name it ever had: missed runs, checks, datasets, work in databases and at APIs. */
const ofWork = [
  'pipeline.run.missed',
  'pipeline.run.missed.withdrawn',
  'pipeline.file.checked',
  'pipeline.file.profiled',
  'pipeline.check.finished',
  'pipeline.dataset.used',
  ...[
    'db.statements.counted',
    'db.transaction.finished',
    'dependency.calls',
    'dependency.rows.affected',
    'dependency.breaker.changed',
    'dependency.probe.finished',
  ].flatMap((name) => [name, `pipeline.${name}`]),
];

const kindOf = new Map<string, EventKinds>([
  ...ofRuns.map((name) => [name, eventKinds.ofRuns] as const),
  ...ofWork.map((name) => [name, eventKinds.ofWork] as const),
]);

export const eventKindOf = (eventName: string): EventKinds => kindOf.get(eventName) ?? 0;
