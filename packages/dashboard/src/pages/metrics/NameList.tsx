import { metricUnit } from '@sightglass/model';
import type { MetricName } from '@sightglass/model/rest';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { useTyped } from '../../explore/use-typed.ts';
import { metricNamesQuery } from '../../fetch/explore.ts';
import { type MetricsProps, type MetricsSearch, readMetricsSearch } from './metrics-search.ts';

/** What has been measured, found by words of name or description. */
export const NameList = ({ search, onChange }: MetricsProps) => {
  const { typed, setTyped, send } = useTyped(search.find, (find) => onChange({ find }));
  const names = useInfiniteQuery(metricNamesQuery(search.find, search.service));
  const items = names.data?.pages.flatMap((page) => page.items) ?? [];
  const [isWide] = useState(() => matchMedia('(width >= 900px)').matches);
  return (
    <details open={isWide || search.name === undefined} className="min-w-0 max-md:mb-6">
      <summary className="cursor-pointer pb-2 text-second text-dim md:sr-only">Find a metric</summary>
      <form
        role="search"
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <input
          data-search
          type="search"
          aria-label="Find a metric"
          placeholder="http duration"
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          className="control min-w-0 flex-1 justify-start px-3"
        />
        <button type="submit" className="control">
          Find
        </button>
      </form>
      <Awaited query={names} what="The names" loading={<LoadingRows rows={10} height={44} what="the names" />}>
        {() =>
          items.length === 0 ? (
            <p className="pt-3 text-dim">
              {search.find === undefined && search.service === undefined
                ? 'Nothing has been measured yet. Any OpenTelemetry exporter can send metrics here.'
                : 'No metric has these words in its name or description.'}
            </p>
          ) : (
            <nav
              aria-label="Metrics"
              className={`mt-2 max-h-[calc(100dvh-220px)] overflow-y-auto border-t border-line max-md:max-h-80 ${names.isPlaceholderData ? 'opacity-60' : ''}`}
            >
              {items.map((metric) => (
                <NameLink key={metric.name} metric={metric} search={search} />
              ))}
            </nav>
          )
        }
      </Awaited>
      <ShowMore query={names}>Show more names</ShowMore>
    </details>
  );
};

/** What is chosen of one metric is not carried to another: that may have neither the attributes nor the aggregation. */
const addressOf = (name: string, { find, service, last, from, to }: MetricsSearch): MetricsSearch =>
  readMetricsSearch({ name, find, service, last, from, to });

const NameLink = ({ metric, search }: { readonly metric: MetricName; readonly search: MetricsSearch }) => {
  const { name, type, unit, description, isMonotonic = false, services } = metric;
  const what = type === 'sum' ? (isMonotonic ? 'counter' : 'sum') : type.replaceAll('_', ' ');
  const [service, ...others] = services;
  const words = [what, metricUnit(unit), others.length === 0 ? service : `${services.length} services`];
  return (
    <Link
      to="/metrics"
      search={addressOf(name, search)}
      resetScroll={false}
      data-row
      aria-current={name === search.name ? 'true' : undefined}
      title={description === '' ? name : `${name}: ${description}`}
      className="block border-b border-line py-1.5 hover:bg-raised aria-[current]:bg-raised"
    >
      <span className={`block truncate ${name === search.name ? 'text-fluid' : ''}`}>{name}</span>
      <span className="block truncate text-second text-dim">{words.filter(Boolean).join(' · ')}</span>
    </Link>
  );
};
