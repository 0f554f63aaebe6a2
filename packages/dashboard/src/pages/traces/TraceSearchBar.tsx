import { writeDuration } from '@sightglass/model';
import { Narrowed } from '../../explore/Narrowed.tsx';
import { QueryInput } from '../../explore/QueryInput.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { useTyped } from '../../explore/use-typed.ts';
import { spansAndAll } from '../../url/time-range.ts';
import { type TracesSearch, usualSpan, writtenMs } from './traces-search.ts';

export interface SearchProps {
  readonly search: TracesSearch;
  readonly onChange: (next: Partial<Record<keyof TracesSearch, string | undefined>>) => void;
}

export const TraceSearchBar = ({ search, onChange }: SearchProps) => {
  const { typed, setTyped, send } = useTyped(search.q, (q) => onChange({ q }));
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
          label="Search spans"
          placeholder="checkout   status:error   http.route:/orders"
          language={language}
        />
        <select
          aria-label="Status"
          className="control px-2"
          value={search.status ?? ''}
          onChange={(event) => onChange({ status: event.target.value })}
        >
          <option value="">Any outcome</option>
          <option value="error">With errors</option>
          <option value="ok">Without errors</option>
        </select>
        <DurationInput name="min" label="At least" search={search} onChange={onChange} />
        <DurationInput name="max" label="At most" search={search} onChange={onChange} />
        <RangeSelect
          range={search}
          usual={usualSpan(search)}
          spans={spansAndAll}
          onChange={({ last, from, to }) => onChange({ last, from, to })}
        />
        <button type="submit" className="control px-4">
          Search
        </button>
      </div>
      <Narrowed search={search} names={narrowing} onChange={onChange} />
    </form>
  );
};

const language = [
  ['checkout', 'one span with this in its name'],
  ['name:GET*', 'a name that begins so'],
  ['http.route:/orders', 'an attribute with this value'],
  ['service:shop', 'sent by this service'],
  ['status:error', 'that failed; kind:server, of this kind'],
  ['duration:>500', 'that took longer, in milliseconds'],
  ['-retry NOT retry', 'without it; works on all of these'],
  ['a OR (b c)', 'one or the other; brackets group'],
] as const;

const narrowing = {
  service: 'service',
  name: 'span',
  runId: 'run',
  pipeline: 'pipeline',
  namespace: 'namespace',
} as const;

interface DurationProps extends SearchProps {
  readonly name: 'min' | 'max';
  readonly label: string;
}

/** A limit of how long a trace took; what is no duration is not sent. */
const DurationInput = ({ name, label, search, onChange }: DurationProps) => {
  const value = search[name];
  const shown = value === undefined ? undefined : writeDuration(Number(value));
  const { typed, setTyped } = useTyped(shown, () => undefined);
  const send = () => {
    if (typed.trim() === (shown ?? '')) return;
    const ms = typed.trim() === '' ? undefined : writtenMs(typed);
    if (ms === undefined && typed.trim() !== '') setTyped(shown ?? '');
    else onChange({ [name]: ms });
  };
  return (
    <label className="control gap-1.5 px-2 text-dim focus-within:outline-2 focus-within:outline-fluid">
      {label}
      <input
        type="text"
        value={typed}
        placeholder={name === 'min' ? '500ms' : '2s'}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={send}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send();
        }}
        className="w-14 bg-transparent text-ink outline-none"
      />
    </label>
  );
};
