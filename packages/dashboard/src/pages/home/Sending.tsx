import type { Service } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { servicesQuery } from '../../fetch/explore.ts';
import { countOf, formatCount } from '../../format/number.ts';

const mostNamed = 4;

/** Whoever sends telemetry while no pipeline has run: it has arrived, and where to see it. */
export const Sending = () => {
  const services = useQuery(servicesQuery()).data?.items ?? [];
  if (services.length === 0) return null;
  const left = services.length - mostNamed;
  return (
    <section aria-label="Services that send" className="mb-10 max-w-[84ch] border-l-2 border-fluid py-1 pl-4">
      <ul>
        {services.slice(0, mostNamed).map((service) => (
          <li key={service.service} className="wrap-anywhere">
            <span className="font-strong">{service.service}</span> is sending: {sentOf(service)}.
          </li>
        ))}
      </ul>
      <p className="mt-1 text-dim">
        {left > 0 ? `So ${left === 1 ? 'is' : 'are'} ${formatCount(left)} more. ` : ''}
        None of it names a pipeline. See it in{' '}
        <Link to="/services" className="link">
          Services
        </Link>
        ,{' '}
        <Link to="/traces" className="link">
          Traces
        </Link>
        ,{' '}
        <Link to="/metrics" className="link">
          Metrics
        </Link>{' '}
        and{' '}
        <Link to="/logs" className="link">
          Logs
        </Link>
        .
      </p>
    </section>
  );
};

const sentOf = ({ spans, logs, metrics }: Service): string =>
  [
    ...(spans === null ? [] : [countOf(spans.spans, 'span')]),
    ...(logs === null ? [] : [countOf(logs.records, 'log record')]),
    ...(metrics === null ? [] : [countOf(metrics.metrics, 'metric')]),
  ].join(', ');
