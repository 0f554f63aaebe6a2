import type { SystemKind } from '@sightglass/model';
import type { SystemList } from '@sightglass/model/rest';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { formatCount } from '../../format/number.ts';
import { spans, type TimeRange, usualSpan } from '../../url/time-range.ts';
import type { SystemsSearch } from './systems-search.ts';

interface Props {
  readonly search: SystemsSearch;
  readonly range: TimeRange;
  /** How many there are of each; undefined while that is not known. */
  readonly kinds: SystemList['kinds'] | undefined;
  /** `isTyped`: a letter more, which is no step back. */
  readonly onChange: (change: Readonly<Record<string, string | undefined>>, isTyped?: boolean) => void;
}

const names: readonly (readonly [name: string, kind: SystemKind])[] = [
  ['Databases', 'database'],
  ['APIs', 'api'],
  ['File stores', 'file-store'],
  ['Hosts', 'host'],
];

export const SystemFilters = ({ search, range, kinds, onChange }: Props) => (
  <search aria-label="Systems" className="mt-4 flex flex-wrap items-center gap-2">
    <input
      data-search
      type="search"
      aria-label="Find a system"
      placeholder="Name, place or pipeline"
      value={search.find ?? ''}
      onChange={(event) => onChange({ find: event.target.value || undefined }, true)}
      className="control w-64 max-w-full justify-start px-3"
    />
    <RangeSelect
      range={range}
      usual={usualSpan}
      spans={spans}
      onChange={(next) => onChange({ last: undefined, from: undefined, to: undefined, ...next })}
    />
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Kinds">
      <button
        type="button"
        className="control"
        aria-pressed={search.kind === undefined}
        onClick={() => onChange({ kind: undefined })}
      >
        All
      </button>
      {names.map(([name, kind]) => (
        <button
          key={kind}
          type="button"
          className="control"
          aria-pressed={search.kind === kind}
          onClick={() => onChange({ kind })}
        >
          {name}
          {kinds === undefined ? null : <span className="text-dim">{formatCount(kinds[kind] ?? 0)}</span>}
        </button>
      ))}
    </div>
  </search>
);
