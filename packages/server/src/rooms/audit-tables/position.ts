/** How far a table has been read. */
export interface AuditPosition {
  /** Of the mapping it was read by; another mapping reads from the beginning, which changes nothing that was right. */
  readonly mapping: string;
  /** Greatest cursor read; null before the first row. */
  readonly cursor: string | null;
  /** Cursors of rows to look at again: those that have no end, or could not be read. */
  readonly open: readonly string[];
  /** Keys of the rows read last, which are read again within the overlap; older versions wrote none. */
  readonly emitted?: readonly string[];
}

export interface AuditMemory {
  recall(source: string): Promise<AuditPosition | undefined>;
  remember(source: string, position: AuditPosition): Promise<void>;
}

const mostOpen = 1_000;
/** Twice the usual overlap; beyond, the spool still knows what this server has emitted. */
const mostEmitted = 2_000;

export interface RowOutcome {
  readonly cursor: string;
  readonly key: string;
  readonly isOpen: boolean;
}

/** The position after these rows were emitted. */
export const positionAfter = (
  position: AuditPosition,
  rows: readonly RowOutcome[],
  furthest: string | null,
): AuditPosition => {
  const open = new Set(position.open);
  for (const { cursor } of rows) open.delete(cursor);
  for (const { cursor, isOpen } of rows) if (isOpen) open.add(cursor);
  const emitted = new Set(position.emitted);
  for (const { key } of rows) {
    emitted.delete(key);
    emitted.add(key);
  }
  return {
    ...position,
    cursor: furthest ?? position.cursor,
    open: [...open].slice(-mostOpen),
    emitted: [...emitted].slice(-mostEmitted),
  };
};
