import type { RunDetail } from '@sightglass/model/api';
import { useQuery } from '@tanstack/react-query';
import { traceQuery } from '../../api/queries.ts';
import { Awaited } from '../../components/Awaited.tsx';
import { ApiError } from '../../api/client.ts';
import { EmptyNotice, LoadingRows } from '../../components/Notice.tsx';
import { useShownError } from '../../components/use-shown-error.ts';
import { Waterfall } from '../../waterfall/Waterfall.tsx';

interface Props {
  readonly run: RunDetail;
  readonly span: string | undefined;
  readonly onSpan: (spanId: string | null) => void;
}

export const RunTrace = ({ run, span, onSpan }: Props) => (
  <section aria-label="Spans" className="mt-12">
    {run.traceId === null ? (
      <EmptyNotice title="This run has no trace.">
        Its program sent lifecycle events but no trace id, so there are no spans to draw.
      </EmptyNotice>
    ) : (
      <Spans traceId={run.traceId} isRunning={run.state === 'running'} span={span} onSpan={onSpan} />
    )}
  </section>
);

interface SpansProps {
  readonly traceId: string;
  readonly isRunning: boolean;
  readonly span: string | undefined;
  readonly onSpan: Props['onSpan'];
}

const Spans = ({ traceId, isRunning, span, onSpan }: SpansProps) => {
  const query = useQuery(traceQuery(traceId));
  const error = useShownError(query);
  if (query.data === undefined && error instanceof ApiError && error.status === 404) {
    return (
      <EmptyNotice title={isRunning ? 'No spans yet.' : 'No span of this run has arrived.'}>
        {isRunning
          ? 'Spans arrive when they end; the first ones show here by themselves.'
          : 'Its program sent lifecycle events but no spans, or they are still on the way.'}
      </EmptyNotice>
    );
  }
  return (
    <Awaited query={query} what="The trace" loading={<LoadingRows rows={10} height={26} what="the trace" />}>
      {(trace) => <Waterfall trace={trace} chosen={span ?? null} onChoose={onSpan} />}
    </Awaited>
  );
};
