import type { PipelineDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ReadsAndWrites } from '../../components/dataset/UsedDatasets.tsx';
import { pipelineDatasetsQuery } from '../../fetch/datasets.ts';
import { RequestError } from '../../fetch/client.ts';
import { pipelineQuery, planQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { SimulatedMark } from '../../components/page/SimulatedMark.tsx';
import { Trail } from '../../components/page/Trail.tsx';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import { useSentence } from '../../words/use-sentence.ts';
import { WhenItRuns } from './calendar/WhenItRuns.tsx';
import { Conflicts } from './Conflicts.tsx';
import { OverTime } from './OverTime.tsx';
import { NeverRan } from './NeverRan.tsx';
import { Performance } from './Performance.tsx';
import { PipelineFacts } from './PipelineFacts.tsx';
import { RunHistory } from './RunHistory.tsx';
import { StageTrends } from './StageTrends.tsx';

const route = getRouteApi('/pipelines/$namespace/$name');

export const PipelinePage = () => {
  const { namespace, name } = route.useParams();
  const query = useQuery(pipelineQuery(namespace, name));
  const isUnseen = query.data === undefined && query.error instanceof RequestError && query.error.status === 404;
  const plan = useQuery(planQuery(namespace, name, isUnseen));
  if (isUnseen && plan.data !== undefined) return <NeverRan pipeline={plan.data} />;
  return (
    <>
      {query.data === undefined ? (
        <PageHead tab={name} above={namespace} title={name} />
      ) : (
        <Head pipeline={query.data} />
      )}
      <Awaited query={query} what="The pipeline" loading={<LoadingRows rows={12} height={32} what="the pipeline" />}>
        {(pipeline) => (
          <>
            <PipelineFacts pipeline={pipeline} />
            <Conflicts plan={pipeline.plan} />
            <OverTime pipeline={pipeline} />
            <WhenItRuns namespace={namespace} name={name} />
            <StageTrends stages={pipeline.stages} />
            <PipelineDatasets namespace={namespace} name={name} />
            <Performance namespace={namespace} name={name} />
            <RunHistory namespace={namespace} name={name} />
          </>
        )}
      </Awaited>
    </>
  );
};

const PipelineDatasets = ({ namespace, name }: { namespace: string; name: string }) => (
  <ReadsAndWrites used={useQuery(pipelineDatasetsQuery(namespace, name)).data} />
);

const Head = ({ pipeline }: { pipeline: PipelineDetail }) => {
  const sentence = useSentence(pipeline.sentenceParts);
  return (
    <PageHead
      tab={pipeline.name}
      title={sentence}
      above={
        <Trail
          glyph={<StateGlyph shown={pipeline.shown} isNamed />}
          parent={<span className="truncate">{pipeline.namespace}</span>}
          name={pipeline.name}
          mark={<SimulatedMark of={pipeline.lastRun} />}
        />
      }
    />
  );
};
