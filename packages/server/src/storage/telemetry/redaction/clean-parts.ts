import type { Signal } from '../../../wire/proto.ts';
import type { RedactionSql } from './redaction-sql.ts';

/** ClickHouse `FUNCTION_THROW_IF_VALUE_IS_NON_ZERO`: nothing of the segment is stored. */
export const isNotClean = (error: unknown): boolean => String((error as { code?: unknown }).code) === '395';

/** After so many inserts it is seen whether segments have become clean. */
const lookEvery = 32;

/**
 * Inserts with as little of the policy as the segments of a signal need: most hold nothing, others in their records alone. `insert` is called
 * again with more of it when there was too little, and changes nothing then. Raises what the last one raises.
 */
export const insertAsClean = (sql: RedactionSql) => {
  const variants: readonly RedactionSql[] = [
    { ...sql, cleanParts: ['scope', 'record'] },
    { ...sql, cleanParts: ['scope'] },
    sql,
  ];
  const known = new Map<Signal, { least: number; inserts: number }>();
  return async (signal: Signal, insert: (variant: RedactionSql) => Promise<void>): Promise<void> => {
    const { least, inserts } = known.get(signal) ?? { least: 0, inserts: 0 };
    const first = inserts >= lookEvery ? 0 : least;
    for (const [at, variant] of variants.entries()) {
      if (at < first) continue;
      try {
        await insert(variant);
        known.set(signal, { least: at, inserts: at === 0 || first === 0 ? 0 : inserts + 1 });
        return;
      } catch (error) {
        if (at === variants.length - 1 || !isNotClean(error)) throw error;
      }
    }
  };
};
