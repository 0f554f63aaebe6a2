import type { System } from '@sightglass/model/rest';
import { csvLineOf } from '../../http/files/csv.ts';

const namesOf = (users: readonly { readonly namespace: string; readonly pipeline: string }[]): string =>
  users.map(({ namespace, pipeline }) => `${namespace}/${pipeline}`).join(' ');

/** The columns of an export, in their order; times are RFC 3339 in UTC. */
const columns: readonly (readonly [name: string, valueOf: (system: System) => string | number | null])[] = [
  ['kind', ({ kind }) => kind],
  ['name', ({ name }) => name],
  ['place', ({ place }) => place],
  ['state', ({ shown }) => shown.word],
  ['verdict', ({ verdict }) => verdict.id],
  ['needs_attention', ({ needsAttention }) => String(needsAttention)],
  ['known_now', ({ isKnownNow }) => String(isKnownNow)],
  ['since', ({ since }) => since],
  ['last_at', ({ lastAt }) => lastAt],
  ['pipelines', ({ pipelines }) => pipelines],
  ['used_by', ({ usedBy }) => namesOf(usedBy)],
  ['runs_now', ({ runsNow }) => runsNow.map(({ runId }) => runId).join(' ')],
  ['sentence', ({ sentence }) => sentence],
];

/** CSV (RFC 4180). */
export const csvOf = (systems: readonly System[]): string =>
  [
    csvLineOf(columns.map(([name]) => name)),
    ...systems.map((one) => csvLineOf(columns.map(([, value]) => value(one)))),
  ].join('');

export const ndjsonOf = (systems: readonly System[]): string =>
  systems.map((one) => `${JSON.stringify(one)}\n`).join('');
