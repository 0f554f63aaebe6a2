import type { AttributeKey } from '@sightglass/model';
import type { DatabaseSample, SampleRow } from '@sightglass/model/rest';
import type { OwnFigure } from '../../../wire/own-metrics.ts';

type Attributes = Partial<Record<AttributeKey, string | null>>;
type Figure = Omit<OwnFigure, 'attributes' | 'value'>;

const figures = {
  connections: { name: 'pipeline.dependency.connections', unit: '{connection}' },
  connectionsMax: { name: 'pipeline.dependency.connections.max', unit: '{connection}' },
  blocked: { name: 'pipeline.dependency.sessions.blocked', unit: '{session}' },
  oldestTransaction: { name: 'pipeline.dependency.transaction.oldest', unit: 's' },
  commits: { name: 'pipeline.dependency.commits', unit: '{transaction}', isCount: true },
  rollbacks: { name: 'pipeline.dependency.rollbacks', unit: '{transaction}', isCount: true },
  deadlocks: { name: 'pipeline.dependency.deadlocks', unit: '{deadlock}', isCount: true },
  tableSize: { name: 'pipeline.dependency.table.size', unit: 'By' },
  tableRows: { name: 'pipeline.dependency.table.rows', unit: '{row}' },
} as const satisfies Record<string, Figure>;

/** What of a sample is worth a trend. */
export const figuresOf = (name: string, { sections }: DatabaseSample): OwnFigure[] => {
  const about: Attributes = { dependencyName: name };
  const [database = {}] = sections.database ?? [];
  const figure = (of: Figure, value: unknown, more: Attributes = {}): OwnFigure[] =>
    numberOf(value) === undefined ? [] : [{ ...of, value: numberOf(value) ?? 0, attributes: { ...about, ...more } }];
  const blocked = new Set(sections.blockers?.map(({ blocked_pid: pid }) => pid)).size;
  const oldest = Math.max(0, ...(sections.transactions ?? []).map((row) => numberOf(row['seconds_open']) ?? 0));
  return [
    ...figure(figures.connections, database['connections']),
    ...figure(figures.connectionsMax, database['max_connections']),
    ...(sections.blockers === undefined ? [] : figure(figures.blocked, blocked)),
    ...(sections.transactions === undefined ? [] : figure(figures.oldestTransaction, oldest)),
    ...figure(figures.commits, database['commits']),
    ...figure(figures.rollbacks, database['rollbacks']),
    ...figure(figures.deadlocks, database['deadlocks']),
    ...(sections.tables ?? []).flatMap((row) => {
      const table = { dbCollectionName: tableName(row) };
      return [...figure(figures.tableSize, row['bytes'], table), ...figure(figures.tableRows, row['live_rows'], table)];
    }),
  ];
};

/** SQL Server's wide numbers come as text. */
const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && value !== '' ? number : undefined;
};

const tableName = ({ schema, relation }: SampleRow): string => `${String(schema)}.${String(relation)}`;
