import { isTraceId } from '@sightglass/model';
import type { Trace } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { traceQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { Facts } from '../../components/page/Facts.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { Waterfall } from '../../waterfall/Waterfall.tsx';
import { readRunSearch } from '../../url/run-search.ts';
import { runLink, type RunName } from '../../url/run-link.ts';

const route = getRouteApi('/traces/$traceId');

/** A trace by its id: all there is for programs that know nothing of pipelines. */
export const TracePage = () => {
  const { traceId } = route.useParams();
  const { span } = route.useSearch({ select: readRunSearch });
  const navigate = useNavigate({ from: '/traces/$traceId' });
  const isId = isTraceId(traceId.toLowerCase());
  const query = useQuery({ ...traceQuery(traceId), enabled: isId });
  return (
    <>
      <PageHead
        tab="Trace"
        above={
          <>
            <Link to="/traces" className="hover:underline">
              Traces
            </Link>{' '}
            / <span className="font-mono text-second wrap-anywhere">{traceId}</span>
          </>
        }
        title={
          query.data !== undefined ? (
            traceSentence(query.data)
          ) : isId ? (
            <span className="text-dim">Trace</span>
          ) : (
            'There is no such trace.'
          )
        }
      />
      {isId ? null : (
        <p className="text-dim">The id of a trace has 32 hexadecimal digits; this address may be cut short.</p>
      )}
      {isId ? (
        <Awaited query={query} what="The trace" loading={<LoadingRows rows={12} height={26} what="the trace" />}>
          {(trace) => (
            <>
              <TraceFacts trace={trace} />
              <section aria-label="Spans" className="mt-10">
                <Waterfall
                  trace={trace}
                  chosen={span ?? null}
                  onChoose={(next) =>
                    void navigate({ search: next === null ? {} : { span: next }, resetScroll: false })
                  }
                />
              </section>
            </>
          )}
        </Awaited>
      ) : null}
    </>
  );
};

const traceSentence = ({ spans, durationMs }: Trace): string => {
  const root = spans.find((span) => span.parentSpanId === null) ?? spans[0];
  const errors = spans.filter((span) => span.status === 'ERROR').length;
  const ending = errors === 0 ? '' : `, with ${countOf(errors, 'error')}`;
  return `${root?.name ?? 'A trace without spans'} took ${formatDuration(durationMs)}${ending}.`;
};

const TraceFacts = ({ trace }: { trace: Trace }) => {
  const services = [...new Set(trace.spans.map((span) => span.service))];
  return (
    <Facts
      facts={[
        { name: 'Started', value: <Timestamp at={trace.startedAt} /> },
        { name: 'Spans', value: countOf(trace.spans.length, 'span') },
        {
          name: services.length === 1 ? 'Service' : 'Services',
          value: services.slice(0, 6).join(', '),
          note: services.length > 6 ? `and ${services.length - 6} more` : '',
        },
        {
          name: 'Logs',
          value: (
            <Link to="/logs" search={{ traceId: trace.traceId }} className="link">
              Logs of this trace
            </Link>
          ),
        },
        {
          name: trace.runIds.length > 1 ? 'Runs' : 'Run',
          value:
            trace.runIds.length === 0
              ? 'not part of a pipeline run'
              : runsOf(trace).map((run) => (
                  <Link
                    key={JSON.stringify(run)}
                    {...(run.pipeline === ''
                      ? ({ to: '/runs/$runId', params: { runId: run.runId } } as const)
                      : runLink(run))}
                    className="link mr-3 font-mono text-second"
                  >
                    {run.runId.slice(0, 13)}
                  </Link>
                )),
        },
      ]}
    />
  );
};

const runsOf = ({ runIds, runs }: Trace): readonly RunName[] =>
  (runs ?? runIds.map((runId) => ({ namespace: '', pipeline: '', runId }))).slice(0, 4);
