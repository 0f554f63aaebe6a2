import type { RunDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { runQuery } from '../../fetch/queries.ts';
import { countOf } from '../../format/number.ts';
import { type ComparedRun, comparedRunOf, readCompareSearch } from '../../url/compare-link.ts';
import { compareRuns, differs, pairStages } from './compare.ts';
import { AttributePairs } from './AttributePairs.tsx';
import { CheckPairs } from './CheckPairs.tsx';
import { Legend, Readings, SideHeads } from './Readings.tsx';
import { StagePairs } from './StagePairs.tsx';

const route = getRouteApi('/runs/compare');

/** Two runs side by side; what differs is marked. */
export const ComparePage = () => {
  const { a, b, all } = route.useSearch({ select: readCompareSearch });
  if (a === undefined || b === undefined) return <NothingChosen />;
  return <Both key={`${a} ${b}`} a={comparedRunOf(a)} b={comparedRunOf(b)} isWhole={all === 'on'} />;
};

const NothingChosen = () => (
  <>
    <PageHead tab="Compare" above="Runs" title="Two runs are needed to compare them." />
    <EmptyNotice title="The address names them:">
      <code className="font-mono text-second">/runs/compare?a=first-id&b=second-id</code>. The page of a run leads here
      too, with the run before it or the last good one.
    </EmptyNotice>
  </>
);

const Both = ({ a, b, isWhole }: { a: ComparedRun; b: ComparedRun; isWhole: boolean }) => {
  const [first, second] = [useQuery(runQuery(a)), useQuery(runQuery(b))];
  const loading = <LoadingRows rows={12} height={32} what="the runs" />;
  return first.data !== undefined && second.data !== undefined ? (
    <Compared a={first.data} b={second.data} isWhole={isWhole} />
  ) : (
    <>
      <PageHead tab="Compare" above="Runs" title={<span className="text-dim">Reading the two runs …</span>} />
      <Awaited query={first.data === undefined ? first : second} what="The run" loading={loading}>
        {() => loading}
      </Awaited>
    </>
  );
};

const Compared = ({ a, b, isWhole }: { a: RunDetail; b: RunDetail; isWhole: boolean }) => {
  const readings = compareRuns(a, b);
  const pairs = pairStages(a.stages, b.stages);
  const [different, others] = [readings.filter(({ isSame }) => !isSame), pairs.filter(differs)];
  return (
    <>
      <PageHead
        tab={`Compare: ${b.pipeline}`}
        above={<Trail run={b} />}
        title={sentenceOf(different.length, others.length)}
      >
        <p className="mt-4 flex flex-wrap gap-2">
          <Link
            to="/runs/compare"
            search={({ all: _all, ...search }) => (isWhole ? search : { ...search, all: 'on' })}
            className="control"
            resetScroll={false}
          >
            {isWhole ? 'Show only what differs' : 'Show what is alike too'}
          </Link>
          <Link
            to="/runs/compare"
            search={(search) => readCompareSearch({ ...search, a: search['b'], b: search['a'] })}
            className="control"
            resetScroll={false}
          >
            Swap
          </Link>
        </p>
      </PageHead>
      <Legend a={a} b={b} />
      <Readings readings={isWhole ? readings : different} heads={<SideHeads a={a} b={b} />} />
      <StagePairs pairs={isWhole ? pairs : others} left={isWhole ? 0 : pairs.length - others.length} />
      <CheckPairs a={a} b={b} isWhole={isWhole} />
      <AttributePairs a={a} b={b} />
    </>
  );
};

const Trail = ({ run: { namespace, pipeline } }: { run: RunDetail }) => (
  <p>
    {namespace} /{' '}
    <Link to="/pipelines/$namespace/$name" params={{ namespace, name: pipeline }} className="link font-strong text-ink">
      {pipeline}
    </Link>
  </p>
);

const sentenceOf = (readings: number, stages: number): string => {
  if (readings === 0 && stages === 0) return 'The two runs differ in no reading and no stage.';
  const parts = [
    ...(readings === 0 ? [] : [countOf(readings, 'reading')]),
    ...(stages === 0 ? [] : [countOf(stages, 'stage')]),
  ];
  return `The two runs differ in ${parts.join(' and ')}.`;
};
