import { useQuery } from '@tanstack/react-query';
import { runCausesQuery } from '../../fetch/run-list.ts';
import type { TimeRange } from '../../url/time-range.ts';
import { filterIn, type RunsSearch } from './runs-search.ts';

interface Props {
  readonly search: RunsSearch;
  readonly range: TimeRange;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** Which kind of error the list is narrowed to; it can be let go. */
export const OnlyCause = ({ search, range, onChange }: Props) => {
  const { data } = useQuery(runCausesQuery(filterIn(search), range));
  const words = data?.items.find(({ cause }) => cause === search.cause)?.words;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-2 text-dim">
      Only runs that ended like
      <button
        type="button"
        className="control max-w-full"
        onClick={() => onChange({ cause: undefined, groupBy: 'cause' })}
        aria-label="No longer only this kind of error"
        title={words}
      >
        <span className="max-w-[64ch] min-w-0 truncate text-ink">{words ?? 'this one'}</span> ✕
      </button>
    </p>
  );
};
