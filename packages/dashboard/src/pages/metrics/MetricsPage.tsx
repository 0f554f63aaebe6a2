import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { Narrowed } from '../../explore/Narrowed.tsx';
import { MetricView } from './MetricView.tsx';
import { type MetricsProps, readMetricsSearch } from './metrics-search.ts';
import { NameList } from './NameList.tsx';

const route = getRouteApi('/metrics');

/** What has been measured, and one metric over time. The address holds the whole state. */
export const MetricsPage = () => {
  const search = route.useSearch({ select: readMetricsSearch });
  const navigate = useNavigate({ from: '/metrics' });
  const [asOf, setAsOf] = useState(Date.now);
  const { name } = search;
  useEffect(() => {
    document.title = `${name === undefined ? 'Metrics' : name} · Sightglass`;
  }, [name]);
  const onChange: MetricsProps['onChange'] = (next) => {
    setAsOf(Date.now());
    void navigate({ search: (before) => readMetricsSearch({ ...before, ...next }), resetScroll: false });
  };
  return (
    <div className="pt-6">
      <h1 className="sr-only">{name === undefined ? 'Metrics' : `Metric ${name}`}</h1>
      <div className="grid gap-x-10 md:grid-cols-[260px_minmax(0,1fr)]">
        <NameList search={search} onChange={onChange} />
        <div className="min-w-0">
          <Narrowed search={search} names={{ service: 'service' }} onChange={onChange} />
          {name === undefined ? (
            <EmptyNotice title="Choose a metric.">
              Its figures over time, what they measure, and what they can be split by are shown here.
            </EmptyNotice>
          ) : (
            <MetricView key={name} name={name} search={search} asOf={asOf} onChange={onChange} />
          )}
        </div>
      </div>
    </div>
  );
};
