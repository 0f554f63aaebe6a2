import type { DatasetPage } from '@sightglass/model/rest';
import { TextFilter } from '../../components/filter/TextFilter.tsx';
import { ValueSelect } from '../../components/filter/ValueSelect.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { spans, usualSpan } from '../../url/time-range.ts';
import type { DatasetsSearch } from './datasets-search.ts';

interface Props {
  readonly search: DatasetsSearch;
  /** Of all datasets of the time. */
  readonly namespaces: DatasetPage['namespaces'] | undefined;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

const roles = [
  ['All', undefined],
  ['Written', 'output'],
  ['Read', 'input'],
] as const;

/** What the list is narrowed to; all of it is in the address. */
export const DatasetFilters = ({ search, namespaces, onChange }: Props) => (
  <search className="mt-4 flex flex-wrap items-center gap-2">
    <RangeSelect
      range={search}
      usual={usualSpan}
      spans={spans}
      onChange={({ last, from, to }) => onChange({ last, from, to })}
    />
    <TextFilter name="Name or namespace" value={search.q ?? ''} onChange={(q) => onChange({ q })} />
    <ValueSelect
      name="Namespace"
      value={search.in}
      values={namespaces}
      onChoose={(namespace) => onChange({ in: namespace })}
    />
    <div className="flex gap-2" role="group" aria-label="Used how">
      {roles.map(([name, role]) => (
        <button
          key={name}
          type="button"
          className="control"
          aria-pressed={search.role === role}
          onClick={() => onChange({ role })}
        >
          {name}
        </button>
      ))}
    </div>
  </search>
);
