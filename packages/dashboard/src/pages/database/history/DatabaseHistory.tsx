import type { DatabaseHistory as History } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { SystemCharts } from '../../../components/chart/SystemCharts.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { calledRange } from '../../../external-apis/called-range.ts';
import { databaseHistoryQuery } from '../../../fetch/systems.ts';
import { stepWords } from '../../../format/step-words.ts';
import { formatTime } from '../../../format/time.ts';
import type { TimeRange } from '../../../url/time-range.ts';
import { BandTable } from './BandTable.tsx';
import { chartBands, historyCharts } from './history-figures.ts';

interface Props {
  readonly name: string;
  readonly range: TimeRange;
}

/** Checks, connections, waits, transactions and errors over the chosen time; down, degraded and blocked times lie behind. */
export const DatabaseHistory = ({ name, range }: Props) => {
  const shown = useMeasuredRange(name, range);
  const query = useQuery(databaseHistoryQuery(name, shown));
  return (
    <Part
      title="Over time"
      note={query.data === undefined ? '' : noteOf(query.data, shown !== range && !query.isPlaceholderData)}
    >
      <Awaited
        query={query}
        what="The history"
        loading={<div className="h-[440px]" role="status" aria-label="Reading the history" />}
      >
        {(history) => <Charts name={name} history={history} />}
      </Awaited>
    </Part>
  );
};

/** The time that is drawn: the one looked at, or its end, where all checks are. */
const useMeasuredRange = (name: string, range: TimeRange): TimeRange => {
  const { data } = useQuery(databaseHistoryQuery(name, range));
  if (data === undefined) return range;
  const items = data.items.map(({ at, checks, observed }) => ({
    at,
    requests: checks + observed.committed + observed.rolledBack,
  }));
  return calledRange({ range, items, spans: [] }, Date.now());
};

const noteOf = ({ from, stepMs }: History, isPart: boolean): string => {
  const steps = `in steps of ${stepWords(stepMs)}; press one for the runs behind it`;
  return isPart ? `from the first check on, ${formatTime(Date.parse(from), Date.now())}, ${steps}` : steps;
};

const Charts = ({ name, history }: { readonly name: string; readonly history: History }) => {
  const endMs = Date.parse(history.to);
  const charts = useMemo(() => historyCharts(history), [history]);
  const bands = useMemo(() => chartBands(history.bands, endMs), [history, endMs]);
  if (charts.length === 0 && bands.length === 0)
    return <p className="text-dim">It was not checked in that time, and no observed program used it.</p>;
  return (
    <>
      <SystemCharts
        system={{ kind: 'database', name }}
        history={history}
        charts={charts}
        bands={bands}
        leadsTo="Runs that used it then"
      />
      <BandTable name={name} bands={history.bands} endMs={endMs} />
    </>
  );
};
