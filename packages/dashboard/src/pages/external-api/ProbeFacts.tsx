import { errorName } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { Facts, type Fact } from '../../components/page/Facts.tsx';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { Part } from '../../components/page/Part.tsx';
import { useNow } from '../../components/time/use-now.ts';
import { formatDuration } from '../../format/duration.ts';
import { countOf, formatShare } from '../../format/number.ts';

const dayMs = 86_400_000;
const soonDays = 14;

/** What the server sees when it probes the API itself. */
export const ProbeFacts = ({ api: { probe } }: { api: ApiDetail }) => {
  const now = useNow(60_000);
  if (probe === null) return null;
  const { state, at, error, problem, status, durationMs, p95Ms, probes, availability, certificateExpiresAt } = probe;
  return (
    <Part title="Probe" note="the server’s own view">
      {state === 'pass' ? null : (
        <p className="mb-3 border-l-2 border-bad pl-4 text-bad wrap-anywhere">
          {[error === null ? '' : errorName(error), problem ?? ''].filter(Boolean).join(': ') || 'It is unhealthy.'}
        </p>
      )}
      <Facts
        facts={[
          {
            name: 'Last',
            value: state === 'pass' ? 'healthy' : <span className="text-bad">unhealthy</span>,
            note: <Ago at={at} />,
          },
          ...(status === null ? [] : [{ name: 'Status', value: status }]),
          {
            name: state === 'pass' ? 'Answered in' : 'Took',
            value: formatDuration(durationMs),
            note: `p95 ${formatDuration(p95Ms)}`,
          },
          { name: 'Healthy', value: formatShare(availability), note: `of ${countOf(probes, 'probe')}` },
          ...certificateFacts(certificateExpiresAt, now),
        ]}
      />
    </Part>
  );
};

const certificateFacts = (expiresAt: string | null, now: number): Fact[] => {
  if (expiresAt === null) return [];
  const days = Math.floor((Date.parse(expiresAt) - now) / dayMs);
  const words = days < 0 ? 'has expired' : `good for ${countOf(days, 'day')}`;
  return [
    {
      name: 'Certificate',
      value: <span className={days < soonDays ? 'text-warn' : ''}>{words}</span>,
      note: (
        <>
          until <Timestamp at={expiresAt} />
        </>
      ),
    },
  ];
};
