import { deadlineSettingWords, graceWords } from '@sightglass/model';
import type { ExpectedPipeline, PipelinePlan } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import type { Fact } from '../../components/page/Facts.tsx';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';

type Settings = Pick<ExpectedPipeline, 'owner' | 'criticality' | 'schedule' | 'timeZone' | 'deadline'>;

/** What is expected of a pipeline, whoever declares it. */
export const settingFacts = ({ owner, criticality, schedule, timeZone, deadline }: Settings): Fact[] => {
  const zone = timeZone ?? 'UTC';
  return [
    ...(schedule === null
      ? []
      : [{ name: 'Schedule', value: <code className="font-mono text-second">{schedule}</code>, note: zone }]),
    ...(deadline === null ? [] : [deadlineFact('Deadline', deadline, { hasSchedule: schedule !== null, zone })]),
    ...(owner === null ? [] : [{ name: 'Owner', value: owner }]),
    ...(criticality === null ? [] : [{ name: 'Criticality', value: criticality }]),
  ];
};

interface Counting {
  readonly hasSchedule: boolean;
  readonly zone: string;
}

const deadlineFact = (name: string, deadline: string, { hasSchedule, zone }: Counting): Fact => {
  const { words, hasTimeZone } = deadlineSettingWords(deadline, hasSchedule);
  return { name, value: words, ...(hasTimeZone ? { note: zone } : {}) };
};

/** What only the configuration can set, of a pipeline with these settings in force. */
export const planFacts = (
  { graceMs, calendar, stages, dependsOn, neededBy }: PipelinePlan,
  { schedule, timeZone }: Pick<Settings, 'schedule' | 'timeZone'>,
): Fact[] => [
  ...(calendar === null ? [] : [calendarFact(calendar)]),
  ...(graceMs === null ? [] : [{ name: 'Grace', value: graceWords(graceMs) }]),
  ...stages.map(({ name, deadline }) =>
    deadlineFact(`Deadline of ${name}`, deadline, { hasSchedule: schedule !== null, zone: timeZone ?? 'UTC' }),
  ),
  ...(dependsOn.length === 0 ? [] : [{ name: 'Depends on', value: <Names pipelines={dependsOn} /> }]),
  ...(neededBy.length === 0 ? [] : [{ name: 'Needed by', value: <Names pipelines={neededBy} /> }]),
];

const everyDay = 7;

const calendarFact = ({ days, holidays }: NonNullable<PipelinePlan['calendar']>): Fact => ({
  name: 'Days',
  value: days.length === everyDay ? 'every day' : days.join(', '),
  ...(holidays.length === 0 ? {} : { note: `but ${holidays.join(', ')}` }),
});

interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly shown?: PipelinePlan['dependsOn'][number]['shown'];
}

const Names = ({ pipelines }: { pipelines: readonly Named[] }) => (
  <ul className="flex flex-wrap gap-x-3">
    {pipelines.map(({ namespace, name, shown }) => (
      <li key={`${namespace}/${name}`} className="whitespace-nowrap">
        {shown === null || shown === undefined ? null : (
          <>
            <StateGlyph shown={shown} isNamed />{' '}
          </>
        )}
        <Link to="/pipelines/$namespace/$name" params={{ namespace, name }} className="link">
          {name}
        </Link>
      </li>
    ))}
  </ul>
);
