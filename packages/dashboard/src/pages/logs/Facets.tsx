import type { LogFilter } from '@sightglass/model/api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { logFacetsQuery } from '../../api/queries.ts';
import { LoadingRows } from '../../components/Notice.tsx';
import { formatCompact, formatCount } from '../../format/number.ts';
import { termState } from '../../logs/query-terms.ts';

interface Props {
  readonly filter: LogFilter;
  readonly query: string;
  readonly onFilter: (key: string, value: string, negated: boolean) => void;
}

/** What the found records have in common; a press asks for a value, with shift or the “not” shuts it out. */
export const Facets = ({ filter, query, onFilter }: Props) => {
  const facets = useQuery(logFacetsQuery(filter));
  const [isWide] = useState(() => matchMedia('(width >= 900px)').matches);
  const shown = facets.data?.facets.filter(({ values }) => values.length > 0) ?? [];
  return (
    <details open={isWide} className="max-md:mb-4">
      <summary className="cursor-pointer pb-2 text-second text-dim md:sr-only">Narrow by value</summary>
      {facets.isLoading ? <LoadingRows rows={12} height={24} what="the values" /> : null}
      {shown.map(({ key, values }) => {
        const most = Math.max(1, ...values.map(({ count }) => count));
        return (
          <section key={key} aria-label={key} className="pb-5">
            <h2 className="truncate pb-1 text-second text-dim" title={key}>
              {key}
            </h2>
            <ul>
              {values.map(({ value, count }) => (
                <Value
                  key={value}
                  name={key}
                  value={value}
                  count={count}
                  share={count / most}
                  query={query}
                  onFilter={onFilter}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </details>
  );
};

interface ValueProps {
  readonly name: string;
  readonly value: string;
  readonly count: number;
  readonly share: number;
  readonly query: string;
  readonly onFilter: Props['onFilter'];
}

const Value = ({ name, value, count, share, query, onFilter }: ValueProps) => {
  const state = termState(query, name, value);
  const look = state === 'wanted' ? 'text-fluid' : state === 'excluded' ? 'text-dim line-through' : '';
  return (
    <li className="group relative flex h-6 items-center gap-2 border-b border-line">
      <span
        aria-hidden="true"
        className="absolute bottom-[-1px] left-0 h-px bg-edge"
        style={{ width: `${share * 100}%` }}
      />
      <button
        type="button"
        aria-pressed={state === 'wanted'}
        onClick={() => onFilter(name, value, false)}
        title={value}
        className={`min-w-0 flex-1 truncate text-start hover:underline ${look}`}
      >
        {value}
      </button>
      <button
        type="button"
        aria-pressed={state === 'excluded'}
        aria-label={`No records with ${name} ${value}`}
        onClick={() => onFilter(name, value, true)}
        className="px-1 text-second text-dim opacity-0 group-hover:opacity-100 aria-pressed:opacity-100 pointer-coarse:opacity-100 hover:text-bad focus-visible:opacity-100"
      >
        not
      </button>
      <span className="text-second text-dim" title={formatCount(count)}>
        {formatCompact(count)}
      </span>
    </li>
  );
};
