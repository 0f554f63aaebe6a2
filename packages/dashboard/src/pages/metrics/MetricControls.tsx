import { type MetricAggregation, metricAggregations } from '@sightglass/model';
import type { MetricAttributes, MetricSeries } from '@sightglass/model/rest';
import { QueryInput } from '../../explore/QueryInput.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { useTyped } from '../../explore/use-typed.ts';
import { spans } from '../../url/time-range.ts';
import { type MetricsProps, attributesOf, usualSpan } from './metrics-search.ts';

interface Props extends MetricsProps {
  readonly series: MetricSeries | undefined;
  readonly attributes: MetricAttributes['attributes'];
}

const aggregationNames: Readonly<Record<MetricAggregation, string>> = {
  avg: 'Mean',
  min: 'Smallest',
  max: 'Largest',
  sum: 'Sum',
  count: 'Count',
  last: 'Latest',
  rate: 'Rate, a second',
  increase: 'Increase, a step',
  p50: 'Median (p50)',
  p95: 'p95',
  p99: 'p99',
};

/** What is shown of a metric: the figure, by what it is parted, which points count, and the time. */
export const MetricControls = ({ search, onChange, series, attributes }: Props) => {
  const { typed, setTyped, send } = useTyped(search.filter, (filter) => onChange({ filter }));
  const shown = search.aggregation ?? series?.aggregation;
  const allowed = series?.aggregations ?? [];
  const offered = allowed.length === 0 ? metricAggregations : allowed;
  return (
    <form
      aria-label="What is shown"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="flex flex-wrap items-stretch gap-2"
    >
      <QueryInput
        value={typed}
        onChange={setTyped}
        label="Only points with"
        placeholder="http.route:/orders   -host.name:h1"
        language={language}
      />
      <select
        aria-label="Figure"
        className="control px-2"
        value={shown ?? ''}
        onChange={(event) => onChange({ aggregation: event.target.value })}
      >
        {shown === undefined ? <option value="">as usual</option> : null}
        {shown !== undefined && !offered.includes(shown) ? (
          <option value={shown}>{aggregationNames[shown]}</option>
        ) : null}
        {offered.map((aggregation) => (
          <option key={aggregation} value={aggregation}>
            {aggregationNames[aggregation]}
          </option>
        ))}
      </select>
      <GroupBy by={search.by} attributes={attributes} onChange={(by) => onChange({ by })} />
      <RangeSelect
        range={search}
        usual={usualSpan}
        spans={spans}
        onChange={({ last, from, to }) => onChange({ last, from, to })}
      />
      <button type="submit" className="control px-4">
        Show
      </button>
    </form>
  );
};

const language = [
  ['http.route:/orders', 'an attribute of the point or its resource'],
  ['host.name:web*', 'a value that begins so; host.name:* has it at all'],
  ['status:>=500', 'a number above this'],
  ['-pool:b', 'without it'],
] as const;

interface GroupByProps {
  readonly by: string | undefined;
  readonly attributes: MetricAttributes['attributes'];
  readonly onChange: (by: string | undefined) => void;
}

/** Attributes by which the lines are parted: each can be let go, and another added. */
const GroupBy = ({ by, attributes, onChange }: GroupByProps) => {
  const chosen = attributesOf(by);
  const set = (keys: readonly string[]) => onChange(keys.length === 0 ? undefined : keys.join(','));
  const others = attributes.filter(({ key }) => !chosen.includes(key) && !key.includes(','));
  return (
    <>
      {chosen.map((key) => (
        <button
          key={key}
          type="button"
          className="control"
          aria-label={`No longer by ${key}`}
          onClick={() => set(chosen.filter((one) => one !== key))}
        >
          by <span className="max-w-[24ch] truncate font-mono text-second">{key}</span> ✕
        </button>
      ))}
      <select
        aria-label="Group by"
        className="control px-2"
        value=""
        disabled={others.length === 0}
        onChange={(event) => set([...chosen, event.target.value])}
      >
        <option value="">{chosen.length === 0 ? 'Group by …' : 'and by …'}</option>
        {[false, true].map((isResource) => (
          <optgroup key={String(isResource)} label={isResource ? 'Of who measured' : 'Of what was measured'}>
            {others
              .filter((attribute) => attribute.isResource === isResource)
              .map(({ key, distinctValues }) => (
                <option key={key} value={key}>
                  {key} ({distinctValues})
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </>
  );
};
