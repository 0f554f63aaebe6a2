import { signals, type Signal } from '../../../wire/proto.ts';
import type { TelemetryClient } from '../client.ts';
import type { CareParts, KeptSegment } from './care-parts.ts';
import { activeParts, rowsByArrival, signalTables, tableFolders } from './facts-parts.ts';
import { type BrokenPart, type Part, rowsMissing } from './part.ts';
import { brokenPartsOf } from './part-files.ts';
import { bookLoss, forgetPart } from './quarantine.ts';
import { foldAgain, isSum } from './rollups.ts';

/** A broken part, and how many of its rows no other part holds. */
interface Hole {
  readonly part: BrokenPart;
  readonly missing: number | undefined;
}

/** Kept segments whose records the engine has lost, on their second way in. */
interface Repair<Segment> {
  readonly holes: readonly Hole[];
  /** Not yet moved. */
  readonly absent: Segment[];
  readonly segments: Segment[];
}

export interface Restorer {
  /** Parts about to be put aside: how many rows they had, which their files may not tell. */
  expect(parts: readonly Part[]): void;
  /** Finds out what broken parts held, and puts it back where it is kept. True while that goes on. */
  explain(): Promise<boolean>;
  /** Whether anything was put back or found lost since this was last called. */
  hasChanged(): boolean;
}

export const createRestorer = <Segment extends KeptSegment>(parts: CareParts<Segment>): Restorer => {
  const { telemetry, kept } = parts;
  let repair: Repair<Segment> | undefined;
  let changed = false;
  const rowsHad = new Map<string, number>();

  const begin = async (broken: readonly BrokenPart[]): Promise<Repair<Segment>> => {
    const active = await activeParts(telemetry);
    const holes = broken.map((part) => ({ part, missing: rowsMissing(part, active) }));
    const absent: Segment[] = [];
    for (const signal of signals) {
      if (holes.some(({ part, missing }) => part.table === signalTables[signal] && missing !== 0))
        absent.push(...(await absentOf(telemetry, signal, kept.all())));
    }
    return { holes, absent, segments: [] };
  };

  /** False once all is inserted again, and what is still missing is booked as lost. */
  const goOn = async ({ holes, absent, segments }: Repair<Segment>): Promise<boolean> => {
    for (let segment = absent[0]; segment !== undefined; segment = absent[0]) {
      segments.push(await kept.again(segment));
      absent.shift();
    }
    const inserted = new Set(kept.all().map(({ id }) => id));
    if (segments.some(({ id }) => !inserted.has(id))) return true;
    for (const signal of signals) await closeHoles(parts, signal, holes, await rowsOf(telemetry, signal, segments));
    const records = new Set<string>(Object.values(signalTables));
    for (const hole of holes.filter(({ part }) => !records.has(part.table))) await closeFold(parts, hole);
    return false;
  };

  return {
    expect: (broken) => {
      for (const part of broken) rowsHad.set(keyOf(part), part.rows);
    },
    async explain() {
      if (repair === undefined) {
        const broken = (await allBroken(telemetry)).map((part) => ({
          ...part,
          rows: part.rows ?? rowsHad.get(keyOf(part)),
        }));
        if (broken.length === 0) return false;
        if (!kept.isSettled()) return true;
        repair = await kept.whileStill(() => begin(broken));
      }
      if (await goOn(repair)) return true;
      repair = undefined;
      changed = true;
      rowsHad.clear();
      return false;
    },
    hasChanged() {
      const was = changed;
      changed = false;
      return was;
    },
  };
};

const allBroken = async (telemetry: TelemetryClient): Promise<BrokenPart[]> => {
  const tables = await tableFolders(telemetry);
  return (await Promise.all(tables.map(({ table, folder }) => brokenPartsOf(table, folder)))).flat();
};

/** Those of a signal of which the engine has no record. */
const absentOf = async <Segment extends KeptSegment>(
  telemetry: TelemetryClient,
  signal: Signal,
  segments: readonly Segment[],
): Promise<Segment[]> => {
  const own = segments.filter((segment) => segment.signal === signal);
  const found = await rowsByArrival(telemetry, signal, own.map(arrivalMs));
  return own.filter((segment) => !found.has(arrivalMs(segment)));
};

const rowsOf = async (
  telemetry: TelemetryClient,
  signal: Signal,
  segments: readonly KeptSegment[],
): Promise<number> => {
  const times = segments.filter((segment) => segment.signal === signal).map(arrivalMs);
  return [...(await rowsByArrival(telemetry, signal, times)).values()].reduce((sum, rows) => sum + rows, 0);
};

const closeHoles = async (
  parts: CareParts<KeptSegment>,
  signal: Signal,
  holes: readonly Hole[],
  restored: number,
): Promise<void> => {
  const table = signalTables[signal];
  if (restored > 0) parts.events.recordsRestored(table, restored);
  let left = restored;
  for (const { part, missing } of holes.filter((hole) => hole.part.table === table)) {
    const lost = missing === undefined ? undefined : Math.max(0, missing - left);
    left -= Math.min(left, missing ?? 0);
    if (lost === 0) await forgetPart(part);
    else await bookLoss(parts, part, lost ?? null);
  }
};

/** Sums are made right by their owner; what folds is folded again out of the records, as far as those are still kept. */
const closeFold = async (parts: CareParts<KeptSegment>, { part, missing }: Hole): Promise<void> => {
  const isRestored = missing === 0 || isSum(part.table) || (await foldAgain(parts.telemetry, part));
  if (isRestored) await forgetPart(part);
  else await bookLoss(parts, part, missing ?? null);
};

const arrivalMs = ({ createdAt }: KeptSegment): number => createdAt.getTime();

const keyOf = ({
  table,
  partitionId,
  minBlock,
  maxBlock,
}: Pick<Part, 'table' | 'partitionId' | 'minBlock' | 'maxBlock'>): string =>
  `${table} ${partitionId} ${minBlock} ${maxBlock}`;
