import type { LogFilter } from '@sightglass/model/rest';
import { useState } from 'react';
import { useTail } from '../../fetch/tail.ts';
import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { countOf, formatCount } from '../../format/number.ts';
import { LogList } from '../../logs/LogList.tsx';

interface Props {
  readonly filter: LogFilter;
  readonly query: string;
  readonly isWrapped: boolean;
  readonly columns: readonly string[];
  readonly onFilter: (key: string, value: string, negated: boolean) => void;
  readonly onStop: () => void;
}

/** The log as it is written. */
export const TailView = ({ filter, query, isWrapped, columns, onFilter, onStop }: Props) => {
  const [isPaused, setPaused] = useState(false);
  const tail = useTail(filter, true, isPaused);
  return (
    <section aria-label="Live log" className="mt-5">
      <div className="flex min-h-8 flex-wrap items-center gap-3 pb-2">
        <button type="button" className="control" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
        <button type="button" className="control" onClick={onStop}>
          Back to search
        </button>
        <p role="status" className={tail.isOpen ? 'text-dim' : 'text-warn'}>
          {tail.isOpen
            ? isPaused
              ? `Paused; ${countOf(tail.waiting, 'record')} waiting`
              : 'Following'
            : 'Not connected: trying again'}
        </p>
        {tail.dropped === 0 ? null : (
          <p className="text-warn">
            {formatCount(tail.dropped)} left out: they came faster than this page draws. Search shows them all.
          </p>
        )}
      </div>
      {tail.records.length === 0 ? (
        <EmptyNotice title="Nothing has been logged in the last day.">Records appear here as they arrive.</EmptyNotice>
      ) : (
        <LogList
          items={tail.records}
          query={query}
          label="Live log records"
          hasSource
          isWrapped={isWrapped}
          columns={columns}
          className="h-[calc(100dvh-170px)] max-sm:h-[calc(100dvh-210px)] min-h-[420px] border-t border-line"
          onFilter={onFilter}
          end={
            <p className="py-3 text-dim">
              The last {formatCount(tail.records.length)} records, those of before you began to follow included.
            </p>
          }
        />
      )}
    </section>
  );
};
