import type { LogRecord } from '@sightglass/model/rest';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useNow } from '../components/time/use-now.ts';
import { exactTimeWidth } from '../format/time.ts';
import { hitPattern } from './highlight.ts';
import { columnWidth, LogRow } from './LogRow.tsx';
import { recordKeys } from './record-keys.ts';
import { useRovingRow } from './use-roving-row.ts';

export interface LogListProps {
  readonly items: readonly LogRecord[];
  readonly query: string;
  readonly label: string;
  /** Whether rows say which pipeline and stage they come from. */
  readonly hasSource: boolean;
  readonly className: string;
  /** Whether long messages go on in further lines. */
  readonly isWrapped?: boolean;
  /** Keys of attributes that are columns. */
  readonly columns?: readonly string[];
  /** The time of the record that is meant: it is in view at first, and marked. */
  readonly markedAt?: string;
  readonly onFilter?: ((key: string, value: string, negated: boolean) => void) | undefined;
  readonly onEnd?: (() => void) | undefined;
  readonly end?: React.ReactNode;
}

const rowHeight = 26;
const noColumns: readonly string[] = [];

/** Log records, newest first; only what is in view is drawn. */
export const LogList = ({
  items,
  query,
  label,
  hasSource,
  className,
  isWrapped = false,
  columns = noColumns,
  markedAt,
  onFilter,
  onEnd,
  end,
}: LogListProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const open = useOpenRows();
  const pattern = hitPattern(query);
  const keys = useMemo(() => recordKeys(items), [items]);
  const today = useNow(3_600_000);
  const timeWidth = useMemo(() => exactTimeWidth(items.map(timeOf), today), [items, today]);
  const { stop, press, setActive } = useRovingRow(keys);
  const rows = useRowsInView(frame, keys, stop, offsetOf(items, markedAt));
  const shown = rows.getVirtualItems();
  useNearEnd(shown.at(-1)?.index ?? 0, items.length, onEnd);
  const rowOf = (record: LogRecord | undefined, index: number, key: string) =>
    record === undefined ? null : (
      <LogRow
        record={record}
        pattern={pattern}
        query={query}
        hasSource={hasSource}
        isOpen={open.has(key)}
        isWrapped={isWrapped}
        columns={columns}
        isMarked={record.timestamp === markedAt}
        rowIndex={index + 2}
        today={today}
        timeWidth={timeWidth}
        isTabStop={index === stop}
        onFocus={() => setActive(key)}
        onToggle={() => open.toggle(key)}
        onFilter={onFilter}
      />
    );
  return (
    <div ref={frame} className={`overflow-auto ${className}`}>
      <div role="treegrid" aria-label={label} aria-rowcount={items.length + 1} onKeyDown={press}>
        <Heads hasSource={hasSource} columns={columns} timeWidth={timeWidth} />
        <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, key, start }) => (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${start}px)` }}
            >
              {rowOf(items[index], index, String(key))}
            </div>
          ))}
        </div>
      </div>
      {end}
    </div>
  );
};

const rowsAbove = 8;

/** How far to scroll, in px, to have a record below some others. */
const offsetOf = (items: readonly LogRecord[], markedAt: string | undefined): number =>
  markedAt === undefined
    ? 0
    : Math.max(0, items.findIndex(({ timestamp }) => timestamp === markedAt) - rowsAbove) * rowHeight;

const timeOf = ({ timestamp }: LogRecord): number => Date.parse(timestamp);

interface HeadsProps {
  readonly hasSource: boolean;
  readonly columns: readonly string[];
  readonly timeWidth: number;
}

/** Seen only where there are columns to be named, and room for them side by side. */
const Heads = ({ hasSource, columns, timeWidth }: HeadsProps) => (
  <div role="row" className={columns.length === 0 ? 'sr-only' : `${headRow} max-sm:sr-only`}>
    <span role="columnheader" className="shrink-0" style={{ width: `${timeWidth}ch` }}>
      Time
    </span>
    <span role="columnheader" className="w-[8ch] shrink-0">
      Level
    </span>
    {hasSource ? (
      <span role="columnheader" className="w-[26ch] shrink-0 max-md:w-[16ch]">
        From
      </span>
    ) : null}
    {columns.map((key) => (
      <span key={key} role="columnheader" className={`${columnWidth} truncate`} title={key}>
        {key}
      </span>
    ))}
    <span role="columnheader">Message</span>
  </div>
);

const headRow =
  'sticky top-0 z-1 flex min-w-max items-baseline gap-4 border-b border-line bg-paper py-[3px] pr-2 pl-3 font-mono text-second leading-[19px] text-dim';

/** Which rows are unfolded, by their key. */
const useOpenRows = () => {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  return {
    has: (key: string) => open.has(key),
    toggle: (key: string) => {
      const next = new Set(open);
      if (!next.delete(key)) next.add(key);
      setOpen(next);
    },
  };
};

/** The row that has the tab stop is always among them. */
const useRowsInView = (
  frame: React.RefObject<HTMLDivElement | null>,
  keys: readonly string[],
  stop: number,
  initialOffset: number,
) =>
  useVirtualizer({
    count: keys.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 12,
    initialOffset,
    rangeExtractor: (range) => withRow(stop, range),
  });

/** Calls `onEnd` when the last row in view is near the last of all. */
const useNearEnd = (last: number, count: number, onEnd: (() => void) | undefined): void => {
  const reachEnd = useEffectEvent(() => onEnd?.());
  useEffect(() => {
    if (last >= count - 20) reachEnd();
  }, [last, count]);
};

/** The rows in view, and the one that has the tab stop. */
const withRow = (row: number, range: Range): number[] => {
  const shown = defaultRangeExtractor(range);
  return row >= range.count || shown.includes(row) ? shown : [...shown, row].sort((a, b) => a - b);
};
