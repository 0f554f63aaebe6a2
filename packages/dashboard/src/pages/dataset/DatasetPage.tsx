import type { DatasetDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { DatasetGlyph } from '../../components/dataset/DatasetState.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Trail } from '../../components/page/Trail.tsx';
import { RequestError } from '../../fetch/client.ts';
import { datasetQuery } from '../../fetch/datasets.ts';
import { useSimulatedDatasets } from '../../fetch/use-simulated.ts';
import { readDatasetSearch } from '../../url/dataset-link.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { DatasetFacts } from './DatasetFacts.tsx';
import { Lineage } from './Lineage.tsx';
import { Writes } from './Writes.tsx';

const route = getRouteApi('/data/dataset');

/** One dataset: what writes and reads it, and how its writes went. */
export const DatasetPage = () => {
  const { namespace = '', name = '', ...range } = route.useSearch({ select: readDatasetSearch });
  const navigate = useNavigate({ from: '/data/dataset' });
  const query = useQuery(datasetQuery({ namespace, name }, range));
  const error = useShownError(query);
  const isUnknown = query.data === undefined && error instanceof RequestError && error.status === 404;
  return (
    <>
      {query.data === undefined ? (
        <PageHead tab={name} above={<DatasetsLink />} title={name} />
      ) : (
        <Head dataset={query.data} />
      )}
      {isUnknown ? (
        <EmptyNotice title={`No run has reported reading or writing "${name}" in namespace "${namespace}".`}>
          Retention may have removed it. <DatasetsLink />
        </EmptyNotice>
      ) : (
        <Awaited query={query} what="The dataset" loading={<LoadingRows rows={10} height={32} what="the dataset" />}>
          {(dataset) => (
            <>
              <DatasetFacts dataset={dataset} />
              <Lineage dataset={dataset} />
              <Writes
                dataset={dataset}
                range={range}
                onRange={(next) => void navigate({ search: { namespace, name, ...next }, resetScroll: false })}
              />
            </>
          )}
        </Awaited>
      )}
    </>
  );
};

const DatasetsLink = () => (
  <Link to="/data" className="hover:underline">
    Datasets
  </Link>
);

const Head = ({ dataset }: { dataset: DatasetDetail }) => {
  const sentence = useSentence(dataset.sentenceParts);
  const isSimulated = useSimulatedDatasets([dataset])(dataset);
  return (
    <PageHead
      tab={dataset.name}
      title={sentence}
      above={
        <Trail
          glyph={<DatasetGlyph shown={dataset.shown} />}
          parent={<DatasetsLink />}
          name={dataset.name}
          mark={isSimulated ? <Simulated /> : undefined}
        />
      }
    />
  );
};
