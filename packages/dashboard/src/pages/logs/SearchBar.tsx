import { useEffect, useRef, useState } from 'react';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { readTimeRange } from '../../url/time-range.ts';
import { spanOf, type LogsSearch } from './logs-search.ts';
import { QueryInput } from './QueryInput.tsx';

interface Props {
  readonly search: LogsSearch;
  readonly onChange: (next: Partial<Record<keyof LogsSearch, string | undefined>>) => void;
}

const levels = [
  ['', 'All levels'],
  ['INFO+', 'Info and above'],
  ['WARN+', 'Warnings and above'],
  ['ERROR+', 'Errors and above'],
  ['CRITICAL', 'Critical only'],
] as const;

export const SearchBar = ({ search, onChange }: Props) => {
  const [typed, setTyped] = useState(search.q ?? '');
  const sent = useRef(search.q ?? '');
  useEffect(() => {
    if ((search.q ?? '') === sent.current) return;
    sent.current = search.q ?? '';
    setTyped(search.q ?? '');
  }, [search.q]);
  const submit = () => {
    sent.current = typed.trim();
    onChange({ q: typed.trim() });
  };
  const isTailing = search.tail === 'on';
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex flex-wrap items-stretch gap-2">
        <QueryInput value={typed} onChange={setTyped} />
        <LevelSelect search={search} onChange={onChange} />
        <TimeSelect search={search} onChange={onChange} />
        <button type="submit" className="control px-4">
          Search
        </button>
        <button
          type="button"
          className="control"
          aria-pressed={isTailing}
          onClick={() => onChange({ tail: isTailing ? undefined : 'on' })}
        >
          Follow
        </button>
      </div>
      <Narrowed search={search} onChange={onChange} />
    </form>
  );
};

const LevelSelect = ({ search: { severity }, onChange }: Props) => (
  <select
    aria-label="Level"
    className="control px-2"
    value={severity ?? ''}
    onChange={(event) => onChange({ severity: event.target.value })}
  >
    {levels.map(([value, name]) => (
      <option key={value} value={value}>
        {name}
      </option>
    ))}
    {levels.some(([value]) => value === (severity ?? '')) ? null : <option value={severity}>{severity}</option>}
  </select>
);

const TimeSelect = ({ search, onChange }: Props) => (
  <RangeSelect
    range={readTimeRange({ ...search })}
    onChange={({ last, from, to }) => onChange({ last, from, to })}
    all={{
      isChosen: spanOf(search) === 'all',
      onChoose: () => onChange({ last: 'all', from: undefined, to: undefined }),
    }}
  />
);

const narrowing = {
  pipeline: 'pipeline',
  namespace: 'namespace',
  runId: 'run',
  stage: 'stage',
  traceId: 'trace',
  event: 'event',
} as const;

/** What a link narrowed the search to; each can be let go. */
const Narrowed = ({ search, onChange }: Props) => {
  const given = (Object.keys(narrowing) as (keyof typeof narrowing)[]).filter((key) => search[key] !== undefined);
  return given.length === 0 ? null : (
    <p className="mt-2 flex flex-wrap items-center gap-2 text-dim">
      Only
      {given.map((key) => (
        <button
          key={key}
          type="button"
          className="control"
          onClick={() => onChange({ [key]: undefined })}
          aria-label={`No longer only ${narrowing[key]} ${search[key]}`}
        >
          {narrowing[key]} <span className="max-w-[32ch] truncate font-mono text-second text-ink">{search[key]}</span> ✕
        </button>
      ))}
    </p>
  );
};
