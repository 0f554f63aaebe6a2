import type { LogRecord } from '@sightglass/model/rest';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useNow } from '../components/time/use-now.ts';
import { exactMomentWidth } from '../format/time.ts';
import { hitPattern } from './highlight.ts';
import { LogRow } from './LogRow.tsx';
import { recordKeys } from './record-keys.ts';
import { useRovingRow } from './use-roving-row.ts';

export interface LogListProps {
  readonly items: readonly LogRecord[];
  readonly query: string;
  readonly label: string;
  /** Whether rows say which pipeline and stage they come from. */
  readonly hasSource: boolean;
  readonly className: string;
  readonly onFilter?: ((key: string, value: string, negated: boolean) => void) | undefined;
  readonly onEnd?: (() => void) | undefined;
  readonly end?: React.ReactNode;
}

const rowHeight = 26;

/** Log records, newest first; only what is in view is drawn. */
export const LogList = ({ items, query, label, hasSource, className, onFilter, onEnd, end }: LogListProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const pattern = hitPattern(query);
  const keys = useMemo(() => recordKeys(items), [items]);
  const today = useNow(3_600_000);
  const timeWidth = useMemo(
    () =>
      exactMomentWidth(
        items.map(({ timestamp }) => Date.parse(timestamp)),
        today,
      ),
    [items, today],
  );
  const { stop, press, setActive } = useRovingRow(keys);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 12,
    rangeExtractor: (range) => withRow(stop, range),
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const reachEnd = useEffectEvent(() => onEnd?.());
  useEffect(() => {
    if (last >= items.length - 20) reachEnd();
  }, [last, items.length]);
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  return (
    <div ref={frame} className={`overflow-auto ${className}`}>
      <div role="treegrid" aria-label={label} aria-rowcount={items.length + 1} onKeyDown={press}>
        <div role="row" className="sr-only">
          {['Time', 'Level', ...(hasSource ? ['From'] : []), 'Message'].map((name) => (
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
        <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const record = items[index];
            return record === undefined ? null : (
              <div
                key={key}
                ref={rows.measureElement}
                data-index={index}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRow
                  record={record}
                  pattern={pattern}
                  query={query}
                  hasSource={hasSource}
                  isOpen={open.has(String(key))}
                  rowIndex={index + 2}
                  today={today}
                  timeWidth={timeWidth}
                  isTabStop={index === stop}
                  onFocus={() => setActive(String(key))}
                  onToggle={() => toggle(String(key))}
                  onFilter={onFilter}
                />
              </div>
            );
          })}
        </div>
      </div>
      {end}
    </div>
  );
};

/** The rows in view, and the one that has the tab stop. */
const withRow = (row: number, range: Range): number[] => {
  const shown = defaultRangeExtractor(range);
  return row >= range.count || shown.includes(row) ? shown : [...shown, row].sort((a, b) => a - b);
};
