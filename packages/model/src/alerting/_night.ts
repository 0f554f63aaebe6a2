import { decide } from './decide.ts';
import type { Notification } from './incidents/incident.ts';
import type { Finding, Look, Trouble } from './look.ts';
import { allHeardAt } from './moment.ts';
import type { RuleType } from './rule.ts';
import { type AlertingSettings, defaultSettings } from './settings.ts';
import { pipelineSubject, type Subject, systemSubject } from './subject.ts';
import { type Changes, emptyWorld, type World } from './world.ts';

export const minuteMs = 60_000;
export const atMs = Date.parse('2026-11-27T05:00:00Z');

/** Trouble with what a test does not look at filled in. */
export const trouble = (given: Partial<Trouble> = {}): Trouble => ({
  sinceMs: atMs,
  sentence: ['It failed.'],
  words: 'failed at load',
  harm: 'no-data',
  runId: 'run-1',
  neededAtMs: null,
  retryEndsMs: null,
  causes: [],
  ...given,
});

export const bad = (what: RuleType, given: Partial<Trouble> = {}): Finding => ({ what, is: 'bad', ...trouble(given) });
export const well = (what: RuleType): Finding => ({ what, is: 'well' });
export const unknown = (what: RuleType): Finding => ({ what, is: 'unknown' });

export const look = (
  subject: Subject | string,
  findings: readonly Finding[],
  criticality: string | null = null,
): Look => ({
  subject: typeof subject === 'string' ? pipelineSubject('shop', subject) : subject,
  criticality,
  usedBy: [],
  findings,
});

export const warehouse = systemSubject('database', 'warehouse');
export const fromWarehouse = [{ key: 'database warehouse', subject: warehouse }];

/** A night that goes on, tick by tick. */
export const beginNight = (settings: AlertingSettings = defaultSettings) => {
  let world: World = emptyWorld;
  let nowMs = atMs;
  const told: Notification[] = [];
  const tick = (looks: readonly Look[] = []): Changes => {
    const decision = decide(world, looks, settings, allHeardAt(nowMs));
    ({ world } = decision);
    told.push(...decision.changes.notifications);
    return decision.changes;
  };
  return {
    tick,
    told,
    /** Goes on to the time, with a tick there. */
    after: (ms: number, looks: readonly Look[] = []): Changes => {
      nowMs += ms;
      return tick(looks);
    },
    set: (next: World): void => void (world = next),
    get world() {
      return world;
    },
    get nowMs() {
      return nowMs;
    },
    get open() {
      return world.incidents.filter(({ state }) => state === 'open');
    },
    kinds: () => told.map(({ kind, incidentNo }) => `${kind} ${incidentNo}`),
  };
};
