import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { runsOfSystem } from '../../url/system-link.ts';
import { Timestamp } from '../time/Timestamp.tsx';
import { BandLegend } from './BandLegend.tsx';
import { FigureChart } from './FigureChart.tsx';
import type { Figure } from './figures.ts';
import type { ChartBand } from './time-chart-options.ts';

interface Props {
  readonly system: Parameters<typeof runsOfSystem>[0];
  /** Begin and end of the time, and its steps. */
  readonly history: {
    readonly from: string;
    readonly to: string;
    readonly stepMs: number;
    readonly items: readonly { readonly at: string }[];
  };
  readonly charts: readonly {
    readonly title: string;
    readonly summary: string;
    readonly figures: readonly Figure[];
    readonly hasGaps?: boolean;
  }[];
  readonly bands: readonly ChartBand[];
  /** On hover of a time: which runs it leads to. */
  readonly leadsTo: string;
}

/** What was measured of a database or an API, step by step; a step leads to the runs behind it. */
export const SystemCharts = ({ system, history, charts, bands, leadsTo }: Props) => {
  const navigate = useNavigate();
  const { from, to, stepMs, items } = history;
  const timesMs = useMemo(() => items.map(({ at }) => Date.parse(at)), [items]);
  const edges = { fromMs: Date.parse(from), toMs: Math.max(Date.parse(to), (timesMs.at(-1) ?? 0) + stepMs / 2) };
  const runsAt = (step: number) => {
    const fromMs = timesMs[step] ?? 0;
    return runsOfSystem(system, { fromMs, toMs: fromMs + stepMs });
  };
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
              <Link {...runsAt(step)} className="link" title={leadsTo}>
                <Timestamp at={items[step]?.at ?? from} />
              </Link>
            )}
          />
        ))}
      </div>
    </>
  );
};
