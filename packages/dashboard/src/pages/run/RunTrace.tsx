import type { RunDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { runTracesQuery, traceQuery } from '../../fetch/queries.ts';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Waterfall } from '../../waterfall/Waterfall.tsx';
import { stageSpans } from './stage-spans.ts';

interface Props {
  readonly run: RunDetail;
  readonly span: string | undefined;
  readonly onSpan: (spanId: string | null) => void;
}

export const RunTrace = ({ run, span, onSpan }: Props) => (
  <section aria-label="Spans" className="mt-12">
    {run.traceId === null || run.links.trace === null ? (
      <NoSpans run={run} />
    ) : (
      <Spans run={run} traceId={run.traceId} span={span} onSpan={onSpan} />
    )}
    <OtherTraces run={run} />
  </section>
);

const hourMs = 3_600_000;

/** Of programs that do not continue the trace of their run. */
const OtherTraces = ({ run }: { run: RunDetail }) => {
  const since = new Date(Date.parse(run.startedAt) - hourMs).toISOString();
  const { data } = useQuery(runTracesQuery(run, since));
  const others = data?.items.filter(({ traceId }) => traceId !== run.traceId) ?? [];
  if (others.length === 0) return null;
  return (
    <div className="mt-4">
      <h3 className="text-name">Other traces of this run</h3>
      <ul>
        {others.map(({ traceId, name, service, spans, durationMs }) => (
          <li key={traceId}>
            <Link to="/traces/$traceId" params={{ traceId }} className="link">
              {name}
            </Link>{' '}
            {`${service} · ${countOf(spans, 'span')} · ${formatDuration(durationMs)}`}
          </li>
        ))}
      </ul>
    </div>
  );
};

const NoSpans = ({ run }: { run: RunDetail }) => {
  if (run.traceId === null) {
    return (
      <EmptyNotice title="This run has no trace.">
        Its program sent lifecycle events but no trace id, so there are no spans to draw.
      </EmptyNotice>
    );
  }
  return run.state === 'running' ? (
    <EmptyNotice title="No spans yet.">
      A span is sent when it ends. The first ones appear here when they arrive.
    </EmptyNotice>
  ) : (
    <EmptyNotice title="No span of this run has arrived.">
      Its program sent lifecycle events but no spans, or they are still to come.
    </EmptyNotice>
  );
};

const Spans = ({ run, traceId, span, onSpan }: Props & { readonly traceId: string }) => {
  const query = useQuery(traceQuery(traceId));
  const trace = useMemo(() => query.data && stageSpans(query.data, run.stages), [query.data, run.stages]);
  return (
    <Awaited query={query} what="The trace" loading={<LoadingRows rows={10} height={26} what="the trace" />}>
      {() => (trace === undefined ? null : <Waterfall trace={trace} chosen={span ?? null} onChoose={onSpan} />)}
    </Awaited>
  );
};
