import { quotaRunsOutAt, quotaStateAt } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { Facts } from '../../components/page/Facts.tsx';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { Part } from '../../components/page/Part.tsx';
import { useNow } from '../../components/time/use-now.ts';
import { formatCount, formatShare } from '../../format/number.ts';

/** How many requests the API still allows, and how long they last at this rate. */
export const QuotaFacts = ({ api }: { api: ApiDetail }) => {
  const now = useNow(10_000);
  const { quota } = api;
  if (quota === null) return null;
  const endsAt = quotaRunsOutAt(quota, now);
  const { limit, remaining, resetAt, at } = quota;
  return (
    <Part title="Quota" note="as the API last reported it">
      <Facts
        facts={[
          {
            name: 'Left',
            value: <span className={endsAt === null ? '' : 'text-warn'}>{formatCount(remaining)}</span>,
            note: limit === null ? '' : `of ${formatCount(limit)}, ${formatShare(limit === 0 ? 0 : remaining / limit)}`,
          },
          {
            name: 'At this rate',
            value: <Rate quota={quota} now={now} />,
          },
          ...(resetAt === null ? [] : [{ name: 'Resets', value: <Timestamp at={resetAt} /> }]),
          { name: 'Reported', value: <Ago at={at} /> },
        ]}
      />
    </Part>
  );
};

type Quota = NonNullable<ApiDetail['quota']>;

const Rate = ({ quota, now }: { quota: Quota; now: number }) => {
  const by = quota.exhaustedAt === null ? null : <Timestamp at={quota.exhaustedAt} />;
  switch (quotaStateAt(quota, now)) {
    case 'renewed':
      return 'it has been reset since';
    case 'exhausted':
      return <span className="text-warn">used up</span>;
    case 'lasts':
      return 'lasts until it resets';
    case 'slowed':
      return <>was to be used up by {by}, calls have slowed since</>;
    case 'ends':
      return <span className="text-warn">used up by {by}</span>;
  }
};
