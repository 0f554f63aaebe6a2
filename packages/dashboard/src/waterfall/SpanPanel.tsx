import type { SpanDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { spanQuery } from '../fetch/queries.ts';
import { Awaited } from '../components/answer/Awaited.tsx';
import { Timestamp } from '../components/time/Timestamp.tsx';
import { LoadingRows } from '../components/answer/Notice.tsx';
import { formatDuration } from '../format/duration.ts';

interface Props {
  readonly traceId: string;
  readonly spanId: string;
  readonly onClose: () => void;
}

/** Everything one span carries. */
export const SpanPanel = ({ traceId, spanId, onClose }: Props) => {
  const query = useQuery(spanQuery(traceId, spanId));
  return (
    <aside
      aria-label="Span"
      className="max-h-[584px] overflow-y-auto border-l border-line pt-3 pl-6 max-lg:border-t max-lg:border-l-0 max-lg:pl-0"
    >
      <Awaited query={query} what="The span" loading={<LoadingRows rows={8} height={26} what="the span" />}>
        {(span) => <Detail span={span} onClose={onClose} />}
      </Awaited>
    </aside>
  );
};

const Detail = ({ span, onClose }: { span: SpanDetail; onClose: () => void }) => (
  <>
    <div className="flex items-start gap-3">
      <h3 className={`min-w-0 flex-1 text-name wrap-anywhere ${span.status === 'ERROR' ? 'text-bad' : ''}`}>
        {span.name}
      </h3>
      <button type="button" className="control" onClick={onClose}>
        Close
      </button>
    </div>
    <p className="mt-1 text-dim">
      {span.kind.toLowerCase()} span of {span.service}, {formatDuration(span.durationMs)}, began at{' '}
      <Timestamp at={span.startedAt} />
      {span.stage === null ? '' : `, in ${span.stage}`}
    </p>
    {span.statusMessage === '' ? null : <p className="mt-2 border-l-2 border-bad pl-3">{span.statusMessage}</p>}
    <p className="mt-2">
      <Link to="/logs" search={{ traceId: span.traceId, q: `spanId:${span.spanId}` }} className="link">
        Logs of this span
      </Link>
    </p>
    <Pairs title="Attributes" pairs={span.attributes} />
    {span.events.map((event) => (
      <Pairs key={`${event.at} ${event.name}`} title={`Event: ${event.name}`} pairs={event.attributes} />
    ))}
    {span.links.map((link) => (
      <p key={`${link.traceId}${link.spanId}`} className="mt-3">
        <Link
          to="/traces/$traceId"
          params={{ traceId: link.traceId }}
          search={{ span: link.spanId }}
          className="link font-mono text-second"
        >
          Linked span {link.spanId}
        </Link>
      </p>
    ))}
    <Pairs title="Resource" pairs={span.resource} />
  </>
);

const Pairs = ({ title, pairs }: { title: string; pairs: Readonly<Record<string, string>> }) => {
  const entries = Object.entries(pairs).sort(([a], [b]) => a.localeCompare(b));
  return entries.length === 0 ? null : (
    <>
      <h4 className="mt-4 text-second text-dim">{title}</h4>
      <dl className="font-mono text-second leading-5">
        {entries.map(([key, value]) => (
          <div key={key} className="grid grid-cols-[2fr_3fr] gap-3 border-t border-line py-0.5">
            <dt className="wrap-anywhere text-dim">{key}</dt>
            <dd className="wrap-anywhere whitespace-pre-wrap">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
};
