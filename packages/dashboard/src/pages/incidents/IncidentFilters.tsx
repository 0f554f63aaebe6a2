import { severities } from '@sightglass/model/alerting';
import type { IncidentList } from '@sightglass/model/rest';
import { TextFilter } from '../../components/filter/TextFilter.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { readRangeOrAll, spansAndAll } from '../../url/time-range.ts';
import { formatCount } from '../../format/number.ts';
import type { IncidentsSearch } from './incidents-search.ts';

interface Props {
  readonly search: IncidentsSearch;
  readonly about: IncidentList | undefined;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

const states = [
  ['All', undefined],
  ['Open', 'open'],
  ['Resolved', 'resolved'],
] as const;

export const IncidentFilters = ({ search, about, onChange }: Props) => (
  <search aria-label="Incidents" className="mt-4 flex flex-wrap items-center gap-2">
    <TextFilter name="Title or pipeline" value={search.find ?? ''} onChange={(find) => onChange({ find })} />
    <RangeSelect
      range={readRangeOrAll({ ...search })}
      usual="all"
      spans={spansAndAll}
      onChange={({ last, from, to }) => onChange({ last, from, to })}
    />
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="States">
      {states.map(([name, state]) => (
        <button
          key={name}
          type="button"
          className="control"
          aria-pressed={search.state === state}
          onClick={() => onChange({ state })}
        >
          {name}
          {state === 'open' && about !== undefined ? <span className="text-dim">{formatCount(about.open)}</span> : null}
        </button>
      ))}
    </div>
    <select
      aria-label="Severity"
      className="control px-2"
      value={search.severity ?? ''}
      onChange={(event) => onChange({ severity: event.target.value || undefined })}
    >
      <option value="">Any severity</option>
      {severities.map((severity) => (
        <option key={severity} value={severity}>
          {severity}
        </option>
      ))}
    </select>
  </search>
);
