import type { DatabaseHistory as History } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { BandLegend } from '../../../components/chart/BandLegend.tsx';
import { FigureChart } from '../../../components/chart/FigureChart.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { Timestamp } from '../../../components/time/Timestamp.tsx';
import { calledRange } from '../../../external-apis/called-range.ts';
import { databaseHistoryQuery } from '../../../fetch/systems.ts';
import { stepWords } from '../../../format/step-words.ts';
import { formatTime } from '../../../format/time.ts';
import { runsOfSystem } from '../../../url/system-link.ts';
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
  const navigate = useNavigate();
  const { from, to, stepMs, items } = history;
  const charts = useMemo(() => historyCharts(history), [history]);
  const timesMs = useMemo(() => items.map(({ at }) => Date.parse(at)), [items]);
  const edges = { fromMs: Date.parse(from), toMs: Math.max(Date.parse(to), (timesMs.at(-1) ?? 0) + stepMs / 2) };
  const bands = useMemo(() => chartBands(history.bands, Date.parse(to)), [history, to]);
  const runsAt = (step: number) => {
    const fromMs = timesMs[step] ?? 0;
    return runsOfSystem({ kind: 'database', name }, { fromMs, toMs: fromMs + stepMs });
  };
  if (charts.length === 0 && bands.length === 0)
    return <p className="text-dim">It was not checked in that time, and no observed program used it.</p>;
  return (
    <>
      <BandLegend bands={bands} />
      <div className="grid gap-x-12 gap-y-8 md:grid-cols-2">
        {charts.map(({ title, summary, figures, hasGaps = false }) => (
          <FigureChart
            key={title}
            title={title}
            summary={summary}
            figures={figures}
            timesMs={timesMs}
            window={edges}
            bands={bands}
            hasGaps={hasGaps}
            onPress={(step) => void navigate(runsAt(step))}
            timeOf={(step) => (
              <Link {...runsAt(step)} className="link" title="Runs that used it then">
                <Timestamp at={items[step]?.at ?? from} />
              </Link>
            )}
          />
        ))}
      </div>
      <BandTable name={name} bands={history.bands} endMs={Date.parse(to)} />
    </>
  );
};
