import { countOf } from '@sightglass/model/words/count';
import type { BackupHead } from '../local-server/server-module.ts';
import { formatBytes, formatInstant } from '../output/format.ts';

/** What a backup holds, in a few lines. */
export const backupWords = ({ takenAt, version, telemetry, state, spool, bytes, files }: BackupHead): string =>
  [
    `as of      ${formatInstant(takenAt)} (${takenAt})`,
    `taken by   Sightglass ${version}`,
    `telemetry  ${['logs', 'spans', 'metric_points', 'runs'].map((table) => `${telemetry[table] ?? 0} ${tableWords[table] ?? table}`).join(', ')}`,
    `waiting    ${countOf(spool.segments, 'segment')} of ${formatBytes(spool.bytes)}, loaded by the first start`,
    `state      ${state === null ? 'not in it: it is in a PostgreSQL of its own, which pg_dump backs up' : stateWords(state)}`,
    `size       ${countOf(files, 'file')}, ${formatBytes(bytes)}`,
  ].join('\n');

const tableWords: Readonly<Record<string, string>> = {
  logs: 'log records',
  spans: 'spans',
  metric_points: 'metric points',
  runs: 'rows of runs',
};

const stateWords = (state: Readonly<Record<string, number>>): string =>
  `${state['people'] ?? 0} people, ${state['tokens'] ?? 0} tokens, ${state['access_log'] ?? 0} entries of the access log`;
