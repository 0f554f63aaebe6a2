import type { PipelineDetail } from '@sightglass/model/rest';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { spansAndAll } from '../../url/time-range.ts';
import { readPipelineSearch } from './pipeline-search.ts';
import { Trends } from './trends/Trends.tsx';

/** How it went by date, in the time that the address says; else the latest runs. */
export const OverTime = ({ pipeline }: { pipeline: PipelineDetail }) => {
  const { state, measure, ...range } = useSearch({ from: '/pipelines/$namespace/$name', select: readPipelineSearch });
  const navigate = useNavigate({ from: '/pipelines/$namespace/$name' });
  const kept = { ...(state === undefined ? {} : { state }), ...(measure === undefined ? {} : { measure }) };
  return (
    <section aria-label="Over time" className="mt-10">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-2 text-name">Over time</h2>
        <RangeSelect
          range={range}
          usual="all"
          spans={spansAndAll}
          onChange={(next) => void navigate({ search: { ...kept, ...next }, resetScroll: false })}
        />
      </div>
      <Trends of={pipeline.lastRun} recent={pipeline.recentRuns} range={range} />
    </section>
  );
};
