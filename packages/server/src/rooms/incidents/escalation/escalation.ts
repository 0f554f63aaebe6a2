import { type AlertingSettings, onCallAt, type OnCallSchedule, type To } from '@sightglass/model/alerting';
import type { EscalationConfig, OnCallConfig } from './config-escalation.ts';

const dayMs = 86_400_000;

/** Schedules of the configuration as it is decided by them who is on call. */
export const schedulesOf = (onCall: readonly OnCallConfig[]): OnCallSchedule[] =>
  onCall.map(({ from, handOver, overrides, hours, ...schedule }) => ({
    ...schedule,
    fromDay: Date.parse(`${from}T00:00:00Z`) / dayMs,
    handOverMinute: handOver,
    overrides: overrides.map(({ person, from: fromAt, until }) => ({
      person,
      fromMs: Date.parse(fromAt),
      untilMs: Date.parse(until),
    })),
    ...(hours === undefined ? {} : { hours: { days: hours.days, fromMinute: hours.from, untilMinute: hours.until } }),
  }));

const nameOf = ({ tell, by }: EscalationConfig['P1'][number]): string => `${tell} (${by})`;

/** What is done while nobody acknowledges, by severity. */
export const stepsOf = (escalation: EscalationConfig): AlertingSettings['escalation'] => {
  const steps = (severity: keyof EscalationConfig) =>
    escalation[severity].map((step) => ({ afterMs: step.after, tell: nameOf(step) }));
  return { P1: steps('P1'), P2: steps('P2'), P3: steps('P3') };
};

/** Whom the steps reach at a time: an address, or whoever is on call then. */
export const targetsAt = (
  escalation: EscalationConfig,
  schedules: readonly OnCallSchedule[],
  atMs: number,
): AlertingSettings['targets'] =>
  Object.fromEntries(
    Object.values(escalation)
      .flat()
      .map((step): [string, To[]] => {
        const schedule = schedules.find(({ name }) => step.tell === `on-call ${name}`);
        const target = schedule === undefined ? step.tell : onCallAt(schedule, atMs);
        return [nameOf(step), target === undefined ? [] : [{ channel: step.by, target }]];
      }),
  );
