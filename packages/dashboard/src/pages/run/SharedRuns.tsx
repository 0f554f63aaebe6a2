import type { Run } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { runsOfIdQuery } from '../../fetch/queries.ts';
import { runLink } from '../../url/run-link.ts';

const loading = <LoadingRows rows={3} height={32} what="the runs" />;

/** The address names an id that runs of several pipelines have: each of them. */
export const SharedRuns = ({ runId }: { runId: string }) => (
  <>
    <PageHead tab="Run" above="Run" title="Several runs have this id." />
    <Awaited query={useQuery(runsOfIdQuery({ runId }))} what="The runs" loading={loading}>
      {({ items }) => <RunNames runs={items} />}
    </Awaited>
  </>
);

interface Props {
  readonly idPrefix: string;
  /** What to show when no id begins so. */
  readonly none: React.ReactNode;
}

/** No run has the id of the address: the only one whose id begins so is meant; else those whose ids do. */
export const RunsBeginning = ({ idPrefix, none }: Props) => {
  const query = useQuery(runsOfIdQuery({ idPrefix }));
  const [only, ...others] = query.data?.items ?? [];
  if (only !== undefined && others.length === 0) return <Navigate {...runLink(only)} replace />;
  if (query.data !== undefined && only === undefined) return none;
  const title = query.data === undefined ? 'Looking for the run …' : 'Several runs have an id that begins so.';
  return (
    <>
      <PageHead tab="Run" above="Run" title={title} />
      <Awaited query={query} what="The runs" loading={loading}>
        {({ items }) => <RunNames runs={items} />}
      </Awaited>
    </>
  );
};

const RunNames = ({ runs }: { runs: readonly Run[] }) => (
  <ul className="mt-6 border-t border-line">
    {runs.map((run) => (
      <li
        key={JSON.stringify([run.namespace, run.pipeline, run.runId])}
        className="flex flex-wrap items-center gap-x-3 border-b border-line py-2"
      >
        <StateGlyph shown={run.shown} isNamed />
        <Link {...runLink(run)} data-row className="link">
          {run.namespace} / {run.pipeline}
        </Link>
        <span className="text-dim">
          run of <Timestamp at={run.startedAt} />
        </span>
        <span className="font-mono text-second wrap-anywhere text-dim">{run.runId}</span>
      </li>
    ))}
  </ul>
);
