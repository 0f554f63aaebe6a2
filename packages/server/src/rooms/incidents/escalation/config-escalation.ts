import { severities } from '@sightglass/model/alerting';
import { timeZoneProblem } from '@sightglass/model/schedule';
import { z } from 'zod';
import { duration } from '../../../config/duration.ts';
import { haveOwnNames } from '../../../config/own-names.ts';
import { clockTime, weekdays } from './config-times.ts';

const address = z
  .string()
  .regex(/^[^\s<>()[\],;:\\"@]+@[^\s<>()[\],;:\\"@]+$/u, 'write an address like data@example.com');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u, 'write a day like 2026-11-30');
const instant = z.iso.datetime({ offset: true, error: 'write a time with its offset, like 2026-12-24T09:00:00+01:00' });

const schedule = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/u, 'write small letters, digits and hyphens'),
  timeZone: z
    .string()
    .refine((zone) => timeZoneProblem(zone) === undefined, 'is not a time zone; write one like Europe/Berlin'),
  people: z.array(address).min(1).max(50),
  from: day,
  handOver: clockTime.prefault('09:00'),
  everyDays: z.int().min(1).max(366).default(7),
  hours: z
    .strictObject({
      days: z.array(z.enum(weekdays).transform((one) => weekdays.indexOf(one))).min(1),
      from: clockTime,
      until: clockTime,
    })
    .refine(({ from, until }) => from < until, 'ends before it begins')
    .optional(),
  overrides: z
    .array(
      z
        .strictObject({ person: address, from: instant, until: instant })
        .refine(({ from, until }) => Date.parse(from) < Date.parse(until), 'ends before it begins'),
    )
    .max(500)
    .default([]),
});
export type OnCallConfig = z.output<typeof schedule>;

const weekMs = 7 * 86_400_000;
const step = z.strictObject({
  after: duration(60_000, weekMs),
  tell: z.string().min(1).max(320),
  by: z.string().min(1).max(40),
});
const steps = z.array(step).max(20).default([]);

export const escalationSettings = {
  onCall: z
    .array(schedule)
    .max(50)
    .default([])
    .refine(haveOwnNames, { error: 'two schedules have the same `name:`; each needs its own' })
    .describe('who is on call when'),
  escalation: z
    .strictObject({ P1: steps, P2: steps, P3: steps })
    .prefault({})
    .meta({ description: 'who is notified while nobody acknowledges an incident, by severity', unset: 'nobody more' }),
};
export type EscalationConfig = z.output<typeof escalationSettings.escalation>;

interface Whole {
  readonly onCall: readonly OnCallConfig[];
  readonly escalation: EscalationConfig;
  readonly channels: readonly { readonly name: string }[];
}

/** Steps that would reach nobody ever: each with its place in the settings, and what is wrong. */
export const unreachableSteps = ({ onCall, escalation, channels }: Whole) =>
  severities.flatMap((severity) =>
    escalation[severity].flatMap(({ tell, by }, at) => {
      const path = ['escalation', severity, at] as const;
      const [, name] = /^on-call (.+)$/u.exec(tell) ?? [];
      const known = onCall.map((one) => one.name);
      return [
        ...(channels.some((channel) => channel.name === by)
          ? []
          : [{ path: [...path, 'by'], message: `"${by}" is not one of the channels` }]),
        ...(name !== undefined && !known.includes(name)
          ? [{ path: [...path, 'tell'], message: `"${name}" is not one of the schedules under onCall` }]
          : []),
        ...(name === undefined && !address.safeParse(tell).success
          ? [{ path: [...path, 'tell'], message: `"${tell}" is neither "on-call NAME" nor an address` }]
          : []),
      ];
    }),
  );
