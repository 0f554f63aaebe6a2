import type { RunDatabase } from '@sightglass/model/api';
import { formatDuration } from '../format/duration.ts';
import { countOf, formatCount } from '../format/number.ts';

/** What went wrong for a run in one database, in parts; empty when nothing did. */
export const sayTroubles = (database: RunDatabase): string[] => {
  const { failed, connectionsFailed, rolledBack, slow, slowestMs, waitedMs, keptWaitingMs } = database;
  return [
    ...part(
      connectionsFailed,
      `${countOf(connectionsFailed, 'connection')} not made${classesOf(database, 'connection')}`,
    ),
    ...part(failed, `${countOf(failed, 'statement')} failed${classesOf(database, 'statement')}`),
    ...part(rolledBack, `${countOf(rolledBack, 'transaction')} rolled back${rollbacksOf(database)}`),
    ...part(slow, `${countOf(slow, 'slow statement')}, up to ${formatDuration(slowestMs)}`),
    ...part(waitedMs, `waited ${formatDuration(waitedMs)} for the lock of another session`),
    ...part(keptWaitingMs, `kept another session waiting for ${formatDuration(keptWaitingMs)}`),
  ];
};

const part = (figure: number, words: string): string[] => (figure === 0 ? [] : [words]);

const listed = (items: readonly string[]): string => (items.length === 0 ? '' : ` (${items.join(', ')})`);

/** One class needs no figure, as it says the same as the sentence; and of many not each may have a record. */
const classesOf = ({ failures }: RunDatabase, of: 'connection' | 'statement'): string => {
  const told = failures.filter((failure) => failure.of === of);
  return listed(told.map(({ errorClass, count }) => withCount(said(errorClass), count, told.length)));
};

const rollbacksOf = ({ rollbacks }: RunDatabase): string =>
  listed(
    rollbacks.map(({ reason, errorClass, transactions }) =>
      withCount(said(errorClass ?? reason), transactions, rollbacks.length),
    ),
  );

const withCount = (words: string, count: number, kinds: number): string =>
  kinds === 1 ? words : `${formatCount(count)} ${words}`;

/** `lock-timeout` and `asked-for` are words of the wire. */
const said = (word: string): string => word.replaceAll('-', ' ');
