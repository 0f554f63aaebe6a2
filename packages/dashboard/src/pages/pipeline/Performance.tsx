import { leastUsualRuns } from '@sightglass/model';
import type { PipelinePerformance } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { performanceQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { formatCount } from '../../format/number.ts';
import { CallTimes } from './CallTimes.tsx';
import { Regressions } from './Regressions.tsx';
import { StageCosts } from './StageCosts.tsx';

/** What makes the runs that succeeded slow, and what got worse of late. */
export const Performance = ({ namespace, name }: { namespace: string; name: string }) => {
  const query = useQuery(performanceQuery(namespace, name));
  return (
    <section className="mt-10" aria-label="Performance">
      <h2 className="pb-1 text-name">Performance</h2>
      <Awaited
        query={query}
        what="The performance"
        loading={<LoadingRows rows={6} height={32} what="the performance" />}
      >
        {(performance) =>
          performance.run === null ? <NothingYet name={name} /> : <Figures performance={performance} />
        }
      </Awaited>
    </section>
  );
};

const NothingYet = ({ name }: { name: string }) => (
  <EmptyNotice title={`No run of ${name} has succeeded yet.`}>Needs at least one successful run.</EmptyNotice>
);

const Figures = ({ performance }: { performance: PipelinePerformance }) => (
  <>
    <p className="pb-3 text-dim">{sampleWords(performance)}</p>
    <Regressions performance={performance} />
    <StageCosts stages={performance.stages} />
    <CallTimes calls={performance.calls} />
  </>
);

const sampleWords = ({ run, sampleSize, regressions }: PipelinePerformance): string => {
  const runs = run?.runs ?? 0;
  const of =
    runs === 1 ? 'Of the one run that succeeded.' : `Medians of the last ${formatCount(runs)} runs that succeeded.`;
  const unjudged = `Comparison needs ${leastUsualRuns} earlier successful runs; there are ${formatCount(sampleSize)}.`;
  return regressions === null ? `${of} ${unjudged}` : of;
};
