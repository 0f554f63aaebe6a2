import type { ExpectedPipeline, PipelinePlan } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import type { Fact } from '../../components/page/Facts.tsx';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import { formatDuration } from '../../format/duration.ts';

type Settings = Pick<ExpectedPipeline, 'owner' | 'criticality' | 'schedule' | 'timeZone' | 'deadline'>;

/** What is expected of a pipeline, whoever declares it. */
export const settingFacts = ({ owner, criticality, schedule, timeZone, deadline }: Settings): Fact[] => {
  const zone = timeZone ?? 'UTC';
  return [
    ...(schedule === null
      ? []
      : [{ name: 'Schedule', value: <code className="font-mono text-second">{schedule}</code>, note: zone }]),
    ...(deadline === null ? [] : [{ name: 'Deadline', value: deadline, note: zone }]),
    ...(owner === null ? [] : [{ name: 'Owner', value: owner }]),
    ...(criticality === null ? [] : [{ name: 'Criticality', value: criticality }]),
  ];
};

/** What only the configuration can set. */
export const planFacts = ({ graceMs, calendar, stages, dependsOn, neededBy }: PipelinePlan): Fact[] => [
  ...(calendar === null ? [] : [calendarFact(calendar)]),
  ...(graceMs === null ? [] : [{ name: 'Grace', value: formatDuration(graceMs), note: 'to start' }]),
  ...stages.map(({ name, deadline }) => ({ name: `Deadline of ${name}`, value: deadline })),
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
