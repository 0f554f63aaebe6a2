import { runStates, shownOfState } from '@sightglass/model';
import type { RunCounts, RunVerdictCounts } from '@sightglass/model/rest';
import { TextFilter } from '../../components/filter/TextFilter.tsx';
import { ValueSelect } from '../../components/filter/ValueSelect.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { formatCount } from '../../format/number.ts';
import { spans, usualSpan } from '../../url/time-range.ts';
import { statesIn, withState, type RunsSearch } from './runs-search.ts';

type Change = Readonly<Record<string, string | undefined>>;

interface Props {
  readonly search: RunsSearch;
  /** Of the time, by state: as narrowed but for the state. */
  readonly states: RunCounts['states'] | undefined;
  /** Of the same runs, what their data is worth. */
  readonly verdicts: RunVerdictCounts | undefined;
  /** Of the time, whatever the list is narrowed to: what can be chosen. */
  readonly all: RunCounts | undefined;
  readonly onChange: (change: Change) => void;
}

/** What the list is narrowed to; all of it is in the address. */
export const RunFilters = ({ search, states, verdicts, all, onChange }: Props) => (
  <search className="mt-4 grid gap-2">
    <div className="flex flex-wrap items-center gap-2">
      <RangeSelect
        range={search}
        usual={usualSpan}
        spans={spans}
        onChange={({ last, from, to }) => onChange({ last, from, to })}
      />
      <TextFilter name="Text of the error" value={search.error ?? ''} onChange={(error) => onChange({ error })} />
      <PipelineSelect search={search} all={all} onChange={onChange} />
      <ValueSelect
        name="Namespace"
        value={search.namespace}
        values={all?.namespaces}
        onChoose={(namespace) => onChange({ namespace, pipeline: undefined })}
      />
      <ValueSelect name="Owner" value={search.owner} values={all?.owners} onChoose={(owner) => onChange({ owner })} />
      <ValueSelect
        name="Environment"
        value={search.environment}
        values={all?.environments}
        onChoose={(environment) => onChange({ environment })}
      />
      <ValueSelect
        name="Version"
        value={search.version}
        values={all?.versions}
        onChoose={(version) => onChange({ version })}
      />
    </div>
    <StateButtons search={search} states={states} verdicts={verdicts} onChange={onChange} />
  </search>
);

/** Which states are listed, those that are to be checked all the same, and ways to sum them up. */
const StateButtons = ({ search, states, verdicts, onChange }: Omit<Props, 'all'>) => {
  const chosen = statesIn(search.state);
  return (
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="States">
      <button
        type="button"
        className="control"
        aria-pressed={chosen.length === 0 && search.only === undefined}
        onClick={() => onChange({ state: undefined, only: undefined })}
      >
        All
      </button>
      {runStates.map((state) => (
        <button
          key={state}
          type="button"
          className="control"
          aria-pressed={chosen.includes(state)}
          onClick={() => onChange({ state: withState(search.state, state), only: undefined })}
        >
          {shownOfState(state).word}
          {states === undefined ? null : <span className="text-dim">{formatCount(states[state])}</span>}
        </button>
      ))}
      <button
        type="button"
        className="control"
        aria-pressed={search.only === 'to-check'}
        title="Succeeded, and the data is in doubt or cannot be used"
        onClick={() => onChange({ only: search.only === undefined ? 'to-check' : undefined, state: undefined })}
      >
        To check
        {verdicts === undefined ? null : (
          <span className="text-dim">
            {formatCount(verdicts.toCheck)}
            {verdicts.isWhole ? '' : ' or more'}
          </span>
        )}
      </button>
      <button
        type="button"
        className="control ml-auto max-sm:ml-0"
        aria-pressed={search.groupBy === 'cause'}
        onClick={() =>
          onChange({ groupBy: search.groupBy === 'cause' ? undefined : 'cause', cause: undefined, only: undefined })
        }
      >
        By kind of error
      </button>
      <button
        type="button"
        className="control"
        aria-pressed={search.groupBy === 'hour'}
        onClick={() => onChange({ groupBy: search.groupBy === 'hour' ? undefined : 'hour', only: undefined })}
      >
        By hour of the week
      </button>
    </div>
  );
};

const PipelineSelect = ({ search: { namespace, pipeline }, all, onChange }: Omit<Props, 'states' | 'verdicts'>) => {
  const known = all?.pipelines ?? [];
  const value = pipeline === undefined ? '' : JSON.stringify([namespace ?? '', pipeline]);
  const options = known.toSorted((a, b) => a.pipeline.localeCompare(b.pipeline));
  const isKnown = known.some((one) => one.pipeline === pipeline && one.namespace === namespace);
  if (known.length < 2 && pipeline === undefined) return null;
  return (
    <select
      aria-label="Pipeline"
      className="control max-w-56 px-2"
      value={value}
      onChange={(event) => {
        const [of, name] = event.target.value === '' ? [] : (JSON.parse(event.target.value) as [string, string]);
        onChange({ namespace: of, pipeline: name });
      }}
    >
      <option value="">All pipelines</option>
      {isKnown || pipeline === undefined ? null : <option value={value}>{pipeline}</option>}
      {options.map((one) => (
        <option key={`${one.namespace}/${one.pipeline}`} value={JSON.stringify([one.namespace, one.pipeline])}>
          {one.pipeline} · {one.namespace}
        </option>
      ))}
    </select>
  );
};
