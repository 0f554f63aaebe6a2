import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { runHoursQuery } from '../../fetch/run-times.ts';
import { exactZone } from '../../format/zone.ts';
import { HeatMap } from '../../run-times/HeatMap.tsx';
import { rangeParams, type TimeRange } from '../../url/time-range.ts';
import { filterIn, type RunsSearch } from './runs-search.ts';

interface Props {
  readonly search: RunsSearch;
  readonly range: TimeRange;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** In which hours of the week the runs that are meant started. */
export const HourView = ({ search, range, onChange }: Props) => {
  const zone = search.zone ?? exactZone();
  const { timeZone: _, ...filter } = filterIn(search);
  const query = useQuery(runHoursQuery(filter, () => rangeParams(range), range, zone));
  const { groupBy: __, measure = 'runs', ...rest } = search;
  return (
    <Awaited query={query} what="The hours" loading={<LoadingRows rows={7} height={22} what="the hours" />}>
      {(hours) =>
        hours.items.length === 0 ? (
          <EmptyNotice title="No run that is meant started in this time." />
        ) : (
          <div className="mt-4">
            <HeatMap
              hours={hours}
              measure={measure}
              onMeasure={(next) => onChange({ measure: next })}
              linkOf={(hour) => ({ to: '/runs', search: { ...rest, hour, zone } })}
            />
          </div>
        )
      }
    </Awaited>
  );
};
