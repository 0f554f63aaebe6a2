import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { syncTree } from '../../sync-tree.ts';
import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import { correctSums } from '../parts/rollups.ts';
import { forNobody } from '../reader.ts';
import {
  erasurePlan,
  type ErasureWish,
  escapedText,
  patternOf,
  type StoredColumn,
  type TablePlan,
  type WishSql,
} from './plan.ts';

export interface ErasureParts {
  readonly telemetry: TelemetryClient;
  /** Resolves when all that was accepted is in the engine, and nowhere else. */
  readonly untilStored: () => Promise<void>;
  readonly whileStill: <Result>(job: () => Promise<Result>) => Promise<Result>;
  readonly restartEngine: (reason: string, whileDown: () => Promise<void>) => Promise<void>;
}

/** Rows of a table that hold what was looked for. */
export interface FoundRows {
  readonly table: string;
  readonly rows: number;
}

export interface ErasedRows {
  readonly table: string;
  readonly deleted: number;
  /** What was found in them is overwritten. */
  readonly blanked: number;
}

const pollMs = 200;
const mostTurns = 3;

export class ErasureFailedError extends Error {
  readonly code = 'ERASURE_FAILED';
}

/** Rows that hold it, by table; tables without any are left out. */
export const findRows = async (telemetry: Pick<TelemetryClient, 'rows'>, wish: ErasureWish): Promise<FoundRows[]> => {
  const plans = erasurePlan(await textColumns(telemetry), literals(wish));
  const found: FoundRows[] = [];
  for (const { table, found: condition } of plans) {
    const rows = await countWhere(telemetry, table, condition);
    if (rows > 0) found.push({ table, rows });
  }
  return found;
};

/** Of those of the signals, rows that a condition holds on to. */
export const findHeld = (telemetry: Pick<TelemetryClient, 'rows'>, wish: ErasureWish, held: string): Promise<number> =>
  forNobody(async () => {
    const plans = erasurePlan(await textColumns(telemetry), literals(wish));
    const signals = plans.filter(({ table }) => ['logs', 'spans', 'metric_points'].includes(table));
    const counts = signals.map(({ table, found }) => countWhere(telemetry, table, `(${found}) AND (${held})`));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });

/**
 * Erases it from all tables, corrects the sums that were made of what is gone, and removes files that the engine keeps of before. Raises
 * ErasureFailedError when something of it is still found.
 */
export const eraseRows = (parts: ErasureParts, wish: ErasureWish): Promise<ErasedRows[]> =>
  forNobody(async () => {
    const { telemetry } = parts;
    await parts.untilStored();
    const erased = new Map<string, ErasedRows>();
    try {
      await lookUp(telemetry, wish);
      for (let turn = 0; turn < mostTurns && (await findRows(telemetry, wish)).length > 0; turn += 1)
        await eraseOnce(telemetry, wish, erased, turn > 0);
    } finally {
      await forget(telemetry);
    }
    await parts.whileStill(() => correctSums(telemetry));
    const left = await findRows(telemetry, wish);
    if (left.length > 0) throw new ErasureFailedError(leftWords(left));
    if (erased.size > 0) await removeFormerParts(parts, [...erased.keys()]);
    return [...erased.values()];
  });

const leftWords = (left: readonly FoundRows[]): string =>
  `Something of it is still found: ${left.map(({ table, rows }) => `${rows} rows of ${table}`).join(', ')}. A program may send it again and again: stop that, and erase once more.`;

/** `isAgain`: what could not be overwritten is deleted. */
const eraseOnce = async (
  telemetry: TelemetryClient,
  wish: ErasureWish,
  erased: Map<string, ErasedRows>,
  isAgain: boolean,
): Promise<void> => {
  const columns = await textColumns(telemetry);
  const mutations = new Map(erasurePlan(columns, lookedUp(wish)).map((plan) => [plan.table, plan]));
  for (const plan of erasurePlan(columns, literals(wish))) {
    const mutation = mutations.get(plan.table) as TablePlan;
    const deletes = isAgain ? 'found' : 'deleted';
    const deleted = await countWhere(telemetry, plan.table, plan[deletes]);
    if (deleted > 0) await mutate(telemetry, plan.table, `DELETE WHERE ${mutation[deletes]}`);
    const blanked = plan.blanked === undefined ? 0 : await countWhere(telemetry, plan.table, plan.blanked.where);
    if (blanked > 0)
      await mutate(telemetry, plan.table, `UPDATE ${mutation.blanked?.assignments} WHERE ${mutation.blanked?.where}`);
    const before = erased.get(plan.table) ?? { table: plan.table, deleted: 0, blanked: 0 };
    if (deleted + blanked > 0)
      erased.set(plan.table, { ...before, deleted: before.deleted + deleted, blanked: before.blanked + blanked });
  }
};

/** Waits for its end, however long. */
const mutate = async (telemetry: TelemetryClient, table: string, command: string): Promise<void> => {
  await telemetry.execute(`ALTER TABLE ${table} ${command} SETTINGS mutations_sync = 0`); // else the statement waits, for minutes at most
  for (;;) {
    const [open] = await telemetry.rows<{ failure: string }>(
      `SELECT any(latest_fail_reason) AS failure FROM system.mutations
       WHERE database = currentDatabase() AND table = ${quote(table)} AND NOT is_done HAVING count() > 0`,
    );
    if (open === undefined) return;
    if (open.failure !== '') throw new ErasureFailedError(`The engine could not erase from ${table}: ${open.failure}`);
    await delay(pollMs);
  }
};

const countWhere = async (
  telemetry: Pick<TelemetryClient, 'rows'>,
  table: string,
  condition: string,
): Promise<number> => {
  const [row] = await telemetry.rows<{ rows: number }>(`SELECT count() AS rows FROM ${table} WHERE ${condition}`);
  return row?.rows ?? 0;
};

/** Parts that were replaced stay on disk for minutes: they are removed while the engine is down, once those in their place are on disk. */
const removeFormerParts = async (
  { telemetry, restartEngine }: ErasureParts,
  tables: readonly string[],
): Promise<void> => {
  const parts = await telemetry.rows<{ path: string; active: number }>(
    'SELECT path, active FROM system.parts WHERE database = currentDatabase() AND table IN ({tables:Array(String)})',
    { tables: [...tables] },
  );
  const [now, former] = [1, 0].map((active) => parts.filter((part) => part.active === active).map(({ path }) => path));
  // One that was merged meanwhile is gone, and its place is taken by a part that is as new.
  for (const path of now ?? []) await syncTree(path).catch(unlessGone);
  await restartEngine('is to keep nothing of what was erased', async () => {
    for (const path of former ?? []) await rm(path, { recursive: true, force: true });
  });
};

const unlessGone = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};

const textColumns = (telemetry: Pick<TelemetryClient, 'rows'>): Promise<StoredColumn[]> =>
  telemetry.rows<StoredColumn>(
    `SELECT table, name, type, is_in_sorting_key OR is_in_partition_key OR is_in_primary_key AS isKey FROM system.columns
     WHERE database = currentDatabase() AND default_kind NOT IN ('ALIAS', 'EPHEMERAL') AND table IN (
       SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name != 'schema_migrations')
     ORDER BY table, position`,
  );

const valuesOf = ({ find, attribute }: ErasureWish): string[] => [
  find,
  escapedText(find),
  patternOf(find),
  patternOf(escapedText(find)),
  attribute?.key ?? '',
  attribute?.value ?? '',
];

const wishSql = (values: readonly string[], { attribute }: ErasureWish): WishSql => {
  const [needle, escaped, pattern, escapedPattern, attributeKey, attributeValue] = values as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    needle,
    escaped,
    pattern,
    escapedPattern,
    attributeKey,
    attributeValue,
    hasAttribute: attribute !== undefined,
  };
};

/** In queries, of which nothing stays. */
const literals = (wish: ErasureWish): WishSql => wishSql(valuesOf(wish).map(quote), wish);

const names = ['Needle', 'Escaped', 'Pattern', 'EscapedPattern', 'AttributeKey', 'AttributeValue'];
/** In mutations, of which the text stays in a file. */
const lookedUp = (wish: ErasureWish): WishSql =>
  wishSql(
    names.map((name) => `(SELECT any(${name}) FROM erasing)`),
    wish,
  );

/** Mutations that did not end, also those of an erasure before, must not go on with what the next one looks up. */
const forget = async (telemetry: TelemetryClient): Promise<void> => {
  await telemetry.execute(
    "KILL MUTATION WHERE database = currentDatabase() AND NOT is_done AND command LIKE '%erasing)%'",
  );
  await telemetry.execute('TRUNCATE TABLE erasing');
};

const lookUp = async (telemetry: TelemetryClient, wish: ErasureWish): Promise<void> => {
  await forget(telemetry);
  await telemetry.execute(`INSERT INTO erasing (${names.join(', ')}) VALUES (${valuesOf(wish).map(quote).join(', ')})`);
};
