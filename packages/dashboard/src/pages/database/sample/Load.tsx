import type { SampledDatabase, DatabaseStatus, SampleRow } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { databaseFigureQuery } from '../../../fetch/queries.ts';
import { Facts, type Fact } from '../../../components/page/Facts.tsx';
import { Sparkline } from '../../../components/chart/Sparkline.tsx';
import { formatCount, formatShare } from '../../../format/number.ts';
import { Part } from '../../../components/page/Part.tsx';
import { numberOf, textOf } from './sample-values.ts';

/** How full and how busy the database is. */
export const Load = ({ database, sample }: { database: DatabaseStatus; sample: SampledDatabase }) => {
  const [row] = sample.sections.database ?? [];
  const { name, sampledAt } = database;
  const connections = useQuery(databaseFigureQuery(name, 'pipeline.dependency.connections', sampledAt));
  if (row === undefined) return null;
  const points = (connections.data?.series[0]?.points ?? []).flatMap(([, value]) => value ?? []);
  return (
    <Part title="Load">
      <Facts
        facts={[
          ...connectionFacts(row),
          ...(points.length < 2
            ? []
            : [
                {
                  name: 'Connections over the last day',
                  value: <Sparkline values={points} label="Connections over the last day" width={200} />,
                },
              ]),
          ...transactionFacts(row),
          ...otherFacts(row),
        ]}
      />
    </Part>
  );
};

const connectionFacts = (row: SampleRow): Fact[] => {
  const [taken, most] = [numberOf(row, 'connections'), numberOf(row, 'max_connections')];
  if (taken === null) return [];
  const isNearlyFull = most !== null && taken / most >= 0.8;
  return [
    {
      name: 'Connections',
      value: <span className={isNearlyFull ? 'text-warn' : ''}>{formatCount(taken)}</span>,
      note: most === null ? '' : `of ${formatCount(most)}${isNearlyFull ? ': nearly full' : ''}`,
    },
  ];
};

const transactionFacts = (row: SampleRow): Fact[] => {
  const [commits, rollbacks] = [numberOf(row, 'commits'), numberOf(row, 'rollbacks')];
  const counted = (name: string, value: number | null, note = ''): Fact[] =>
    value === null ? [] : [{ name, value: formatCount(value), note }];
  const all = (commits ?? 0) + (rollbacks ?? 0);
  return [
    ...counted('Commits', commits),
    ...counted('Rollbacks', rollbacks, all === 0 ? '' : formatShare((rollbacks ?? 0) / all)),
    ...counted('Deadlocks', numberOf(row, 'deadlocks')),
  ];
};

const otherFacts = (row: SampleRow): Fact[] => {
  const hits = numberOf(row, 'cache_hit_ratio');
  const log = textOf(row, 'log_reuse_wait');
  return [
    ...(hits === null ? [] : [{ name: 'Read from memory', value: formatShare(hits) }]),
    ...(log === '' ? [] : [{ name: 'Log waits for', value: log }]),
    ...(row['standby'] === true ? [{ name: 'Role', value: 'standby: read only' }] : []),
  ];
};
