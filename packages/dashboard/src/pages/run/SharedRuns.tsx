import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { sharedRunsQuery } from '../../fetch/queries.ts';
import { runLink } from '../../url/run-link.ts';

/** The address names an id that runs of several pipelines have: each of them. */
export const SharedRuns = ({ runId }: { runId: string }) => (
  <>
    <PageHead tab="Run" above="Run" title="Several runs have this id." />
    <p className="font-mono text-second wrap-anywhere text-dim">{runId}</p>
    <Awaited
      query={useQuery(sharedRunsQuery(runId))}
      what="The runs"
      loading={<LoadingRows rows={3} height={32} what="the runs" />}
    >
      {({ items }) => (
        <ul className="mt-6 border-t border-line">
          {items.map((run) => (
            <li
              key={`${run.namespace}/${run.pipeline}`}
              className="flex flex-wrap items-center gap-x-3 border-b border-line py-2"
            >
              <StateGlyph shown={run.shown} isNamed />
              <Link {...runLink(run)} data-row className="link">
                {run.namespace} / {run.pipeline}
              </Link>
              <span className="text-dim">
                run of <Timestamp at={run.startedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Awaited>
  </>
);
