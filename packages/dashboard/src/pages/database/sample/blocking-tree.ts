import type { SampleRow } from '@sightglass/model/rest';
import { textOf } from './sample-values.ts';

/** A session that waits, or that others wait for. */
export interface BlockingNode {
  readonly pid: string;
  readonly application: string;
  readonly traceparent: string;
  readonly login: string;
  /** As the database words it; `waiting` below the root. */
  readonly state: string;
  readonly statement: string;
  /** How long it waits; null for the one at the root. */
  readonly waitingMs: number | null;
  readonly depth: number;
  /** Sessions that wait for it, directly or not. */
  readonly victims: number;
}

/**
 * Blockers as a tree written down row by row: whoever waits for nobody at the root, the one that holds up most first. In a ring (a
 * deadlock under way) the first session met is the root. Each session comes once, whomever else it waits for. Pure.
 */
export const blockingTree = (rows: readonly SampleRow[]): BlockingNode[] => {
  const waits = Map.groupBy(rows, (row) => textOf(row, 'blocker_pid'));
  const waiting = new Set(rows.map((row) => textOf(row, 'blocked_pid')));
  const seen = new Set<string>();
  const isNew = (pid: string): boolean => seen.size !== seen.add(pid).size;
  const below = (pid: string, depth: number): BlockingNode[] => {
    const blocked = (waits.get(pid) ?? []).filter((row) => isNew(textOf(row, 'blocked_pid')));
    return blocked.flatMap((row) => {
      const children = below(textOf(row, 'blocked_pid'), depth + 1);
      return [{ ...blockedNode(row, waits), depth, victims: children.length }, ...children];
    });
  };
  const root = (pid: string): BlockingNode[] => {
    if (!isNew(pid)) return [];
    const children = below(pid, 1);
    const [row = {}] = waits.get(pid) ?? [];
    return [{ ...blockerNode(row), depth: 0, victims: children.length }, ...children];
  };
  const free = [...waits.keys()].filter((pid) => !waiting.has(pid)).map(root);
  const ringed = [...waits.keys()].map(root);
  return [...free, ...ringed].toSorted((a, b) => b.length - a.length).flat();
};

type Bare = Omit<BlockingNode, 'depth' | 'victims'>;

const blockerNode = (row: SampleRow): Bare => ({
  pid: textOf(row, 'blocker_pid'),
  application: textOf(row, 'blocker_application'),
  traceparent: textOf(row, 'blocker_traceparent') || textOf(row, 'blocker_application'),
  login: textOf(row, 'blocker_login'),
  state: textOf(row, 'blocker_state'),
  statement: textOf(row, 'blocker_statement'),
  waitingMs: null,
});

/** The row in which it blocks others has more of it. */
const blockedNode = (row: SampleRow, waits: ReadonlyMap<string, readonly SampleRow[]>): Bare => {
  const pid = textOf(row, 'blocked_pid');
  const [asBlocker] = waits.get(pid) ?? [];
  const application = textOf(row, 'blocked_application');
  const own: Bare =
    asBlocker === undefined
      ? { pid, application, traceparent: application, login: '', state: 'waiting', statement: '', waitingMs: null }
      : blockerNode(asBlocker);
  return {
    ...own,
    state: 'waiting',
    statement: textOf(row, 'blocked_statement'),
    waitingMs: Number(row['seconds_waiting'] ?? 0) * 1_000,
  };
};
