import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { useNow } from '../../../components/time/use-now.ts';
import { pipelineCalendarQuery, runHoursQuery } from '../../../fetch/run-times.ts';
import { exactZone, wallText, wallTimeMs } from '../../../format/zone.ts';
import { HeatMap } from '../../../run-times/HeatMap.tsx';
import { isFixed, rangeParamsOrAll } from '../../../url/time-range.ts';
import { readPipelineSearch } from '../pipeline-search.ts';
import { Calendar } from './Calendar.tsx';
import { mondayBefore } from './weeks.ts';

interface Props {
  readonly namespace: string;
  readonly name: string;
}

/** The calendar and the week of a pipeline. */
export const WhenItRuns = ({ namespace, name }: Props) => (
  <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-2">
    <ByDay namespace={namespace} name={name} />
    <ByHour namespace={namespace} name={name} />
  </div>
);

const weeks = 26;
const hourMs = 3_600_000;
const isOf = (namespace: string, name: string) => ({ namespace, pipeline: name });

const ByDay = ({ namespace, name }: Props) => {
  const today = wallText(useNow(hourMs)).slice(0, 10);
  const from = new Date(wallTimeMs(`${mondayBefore(today, weeks - 1)}T00:00:00`)).toISOString();
  const query = useQuery(pipelineCalendarQuery(namespace, name, { from, timeZone: exactZone() }));
  return (
    <section aria-label="Calendar" className="min-w-0">
      <h2 className="pb-2 text-name">Calendar</h2>
      <Awaited query={query} what="The calendar" loading={<Room what="the calendar" />}>
        {(calendar) => (
          <Calendar
            calendar={calendar}
            linkOf={(day) => ({ to: '/runs', search: { ...isOf(namespace, name), from: day.from, to: day.to } })}
          />
        )}
      </Awaited>
    </section>
  );
};

/** Of the time that is chosen; else of the last three months. */
const ByHour = ({ namespace, name }: Props) => {
  const {
    state,
    measure = 'runs',
    ...range
  } = useSearch({
    from: '/pipelines/$namespace/$name',
    select: readPipelineSearch,
  });
  const navigate = useNavigate({ from: '/pipelines/$namespace/$name' });
  const isChosen = isFixed(range) || (range.last ?? 'all') !== 'all';
  const query = useQuery(runHoursQuery(isOf(namespace, name), () => rangeParamsOrAll(range), range, exactZone()));
  return (
    <section aria-label="Hours of the week" className="min-w-0">
      <h2 className="pb-2 text-name">Hours of the week</h2>
      <Awaited query={query} what="The hours" loading={<Room what="the hours" />}>
        {(hours) => (
          <HeatMap
            hours={hours}
            measure={measure}
            onMeasure={(next) =>
              void navigate({
                search: { ...range, ...(state === undefined ? {} : { state }), measure: next },
                replace: true,
                resetScroll: false,
              })
            }
            linkOf={(hour) => ({
              to: '/runs',
              search: {
                ...isOf(namespace, name),
                ...(isChosen ? range : { from: hours.from, to: hours.to }),
                hour,
                zone: hours.timeZone,
              },
            })}
          />
        )}
      </Awaited>
    </section>
  );
};

const Room = ({ what }: { what: string }) => <div className="h-[220px]" role="status" aria-label={`Reading ${what}`} />;
