import { Narrowed } from '../../explore/Narrowed.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { useTyped } from '../../explore/use-typed.ts';
import { spansAndAll } from '../../url/time-range.ts';
import { usualSpan, type LogsSearch } from './logs-search.ts';
import { QueryInput } from '../../explore/QueryInput.tsx';

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
  const { typed, setTyped, send } = useTyped(search.q, (q) => onChange({ q }));
  const isTailing = search.tail === 'on';
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex flex-wrap items-stretch gap-2">
        <QueryInput
          value={typed}
          onChange={setTyped}
          label="Search logs"
          placeholder={'connection refused   stage:load   -"cache miss"'}
          language={language}
        />
        <LevelSelect search={search} onChange={onChange} />
        <RangeSelect
          range={search}
          usual={usualSpan(search)}
          spans={spansAndAll}
          onChange={({ last, from, to }) => onChange({ last, from, to })}
        />
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
      <Narrowed search={search} names={narrowing} onChange={onChange} />
    </form>
  );
};

const language = [
  ['two words', 'both, anywhere in the message'],
  ['"in this order"', 'a phrase'],
  ['time*', 'a word that begins so'],
  ['stage:load', 'an attribute or field with this value'],
  ['table:fli*', 'one that begins so; table:* has it at all'],
  ['severity:WARN+', 'this level and above'],
  ['rows:>10 ms:10..20', 'a number above this, or from one to another'],
  ['-retry NOT retry', 'without it; works on all of these'],
  ['a OR (b c)', 'one or the other; brackets group'],
] as const;

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

const narrowing = {
  pipeline: 'pipeline',
  namespace: 'namespace',
  runId: 'run',
  stage: 'stage',
  traceId: 'trace',
  service: 'service',
  event: 'event',
} as const;
