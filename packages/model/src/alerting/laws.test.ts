import {
  assert,
  constantFrom,
  nat,
  property,
  record,
  array,
  type Arbitrary,
  boolean,
  constant,
  oneof,
} from 'fast-check';
import { describe, it } from 'vitest';
import { times } from '../../../../test/times.ts';
import { act, type Act } from './act.ts';
import { atMs, bad, fromWarehouse, look, minuteMs, unknown, warehouse, well } from './_night.ts';
import { decide } from './decide.ts';
import { isActive } from './alert.ts';
import type { Incident, Notification, Recipient } from './incidents/incident.ts';
import type { Cause, Finding, Look } from './look.ts';
import { allHeardAt } from './moment.ts';
import { isGraver } from './incidents/severity.ts';
import { type AlertingSettings, defaultSettings, pageRecipient } from './settings.ts';
import type { Silence } from './silence.ts';
import { emptyWorld, isUnchanged, type World } from './world.ts';

const recipients: readonly Recipient[] = [
  pageRecipient,
  { channel: 'mail', target: 'on-call', severities: ['P1'] },
  { channel: 'chat', target: 'data', severities: ['P1', 'P2'] },
];
const steps = [
  { afterMs: 5 * minuteMs, tell: 'first' },
  { afterMs: 10 * minuteMs, tell: 'nobody' },
  { afterMs: 20 * minuteMs, tell: 'second' },
];
const targets = {
  first: [{ channel: 'mail', target: 'on-call' }],
  second: [
    { channel: 'mail', target: 'manager' },
    { channel: 'chat', target: 'data' },
  ],
};
const settings = { ...defaultSettings, recipients, escalation: { P1: steps, P2: steps.slice(1), P3: [] }, targets };

const names = ['orders', 'rates', 'stock', 'sales'] as const;
const unwatched = [{ key: 'db1:5432 refused', subject: null }];

const pipelineFinding: Arbitrary<Finding> = oneof(
  constantFrom(...(['failed', 'late', 'ledger'] as const)).chain((what) =>
    record({
      run: nat(5),
      harm: constantFrom('no-data', 'wrong-data', 'doubt'),
      causes: constantFrom([], fromWarehouse, unwatched),
      dueInMinutes: constantFrom(null, 20, 100, 600),
    }).map(({ run, harm, causes, dueInMinutes }) =>
      bad(what, {
        runId: `run-${run}`,
        harm,
        causes,
        neededAtMs: dueInMinutes === null ? null : atMs + dueInMinutes * minuteMs,
      }),
    ),
  ),
  constantFrom(...(['failed', 'late', 'ledger'] as const)).map(well),
  constantFrom(...(['failed', 'late', 'ledger'] as const)).map(unknown),
);

const pipelineLook: Arbitrary<Look> = record({
  name: constantFrom(...names),
  finding: pipelineFinding,
  criticality: constantFrom(null, 'low', 'high', 'critical'),
}).map(({ name, finding, criticality }) => look(name, [finding], criticality));

const databaseLook: Arbitrary<Look> = boolean().map((isDown) =>
  look(warehouse, [
    isDown ? bad('database-down', { harm: 'down', words: 'is down', runId: null }) : well('database-down'),
  ]),
);

const person: Arbitrary<Act> = oneof(
  constant({ kind: 'acknowledge' } as const),
  constant({ kind: 'take' } as const),
  constant({ kind: 'resolve', why: 'known' } as const),
  constantFrom('P1', 'P3').map((severity) => ({ kind: 'severity', severity, why: 'so' }) as const),
);

/** What happens after some time: a tick with what was found, or a person. */
interface Moment {
  readonly afterMs: number;
  readonly looks: readonly Look[];
  readonly act: { readonly act: Act; readonly nth: number } | null;
}
const moment: Arbitrary<Moment> = record({
  afterMs: constantFrom(1_000, 15_000, 30_000, minuteMs, 6 * minuteMs, 31 * minuteMs, 5 * 60 * minuteMs),
  looks: array(oneof(pipelineLook, databaseLook), { maxLength: 5 }),
  act: oneof(constant(null), constant(null), record({ act: person, nth: nat(3) })),
});
const night = array(moment, { maxLength: 25 });

const ofCause = (one: Look, causes: readonly Cause[]): Look => ({
  ...one,
  findings: one.findings.map((finding) => (finding.is === 'bad' ? { ...finding, causes } : finding)),
});

/** Each pipeline fails for one cause only, the first for a database that is watched, the others for one that is not. */
const ofOneCause = (one: Look): Look => {
  if (one.subject.kind === 'database') return one;
  return ofCause(one, one.subject.name === 'orders' ? fromWarehouse : unwatched);
};

const silence: Arbitrary<Silence> = record({
  where: constantFrom({}, { name: ['orders'] }, { kind: 'database' }, { what: ['failed', 'late'] } as const),
  fromMinutes: nat(120),
  minutes: nat(600),
}).map(({ where, fromMinutes, minutes }) => {
  const fromMs = atMs + fromMinutes * minuteMs;
  return { id: 's', where, fromMs, untilMs: fromMs + minutes * minuteMs, by: 'Ada', why: 'known' };
});

/** All is well, long enough for all to end. */
const allWell: readonly Moment[] = Array.from({ length: 4 }, () => ({
  afterMs: 31 * minuteMs,
  looks: [
    ...names.map((name) => look(name, [well('failed'), well('late'), well('ledger')])),
    look(warehouse, [well('database-down')]),
  ],
  act: null,
}));

const live = (
  moments: readonly Moment[],
  onStep: (before: World, after: World, told: readonly Notification[]) => void = () => {},
  by: AlertingSettings = settings,
): { readonly world: World; readonly nowMs: number } => {
  let world: World = emptyWorld;
  let nowMs = atMs;
  for (const { afterMs, looks, act: done } of moments) {
    nowMs += afterMs;
    const open = world.incidents.filter(({ state }) => state === 'open');
    const meant = done === null ? undefined : open[done.nth % Math.max(1, open.length)];
    if (done !== null && meant !== undefined) {
      const acted = act(world, { no: meant.no, by: 'Ada', act: done.act }, nowMs);
      if ('refused' in acted) throw new Error(acted.refused);
      onStep(world, acted.world, acted.changes.notifications);
      world = acted.world;
    }
    const decision = decide(world, looks, by, allHeardAt(nowMs));
    onStep(world, decision.world, decision.changes.notifications);
    world = decision.world;
  }
  return { world, nowMs };
};

const troubleKinds: ReadonlySet<string> = new Set(['opened', 'reopened', 'flapping']);

/** Who knows of which incident and has not been told of its end. Throws where somebody is told something that makes no sense to them. */
const follow = () => {
  const knows = new Map<string, Set<number>>();
  const firsts = new Set<string>();
  const keys = new Set<string>();
  return {
    knows,
    take(world: World, told: readonly Notification[]) {
      for (const { key, channel, target, incidentNo, kind } of told) {
        if (keys.has(key)) throw new Error(`${key} twice`);
        keys.add(key);
        const who = `${channel}:${target}`;
        const open = knows.get(who) ?? new Set();
        knows.set(who, open);
        const has = open.has(incidentNo);
        if (kind === 'opened') {
          if (firsts.has(`${who} ${incidentNo}`)) {
            const again = world.incidents.find(({ no }) => no === incidentNo)?.toldAtMs;
            if (again === null || has) throw new Error(`${who} is told for the first time again of ${incidentNo}`);
          }
          firsts.add(`${who} ${incidentNo}`);
        }
        if (troubleKinds.has(kind)) open.add(incidentNo);
        else if (!has) throw new Error(`${who} is told "${kind}" of ${incidentNo}, and does not know of it`);
        if (kind === 'resolved') open.delete(incidentNo);
        if (kind === 'joined') {
          open.delete(incidentNo);
          const into = world.incidents.find(({ no }) => no === incidentNo)?.mergedInto;
          if (into == null) throw new Error(`${incidentNo} is part of nothing`);
          open.add(into);
        }
      }
    },
  };
};

describe('of every night', () => {
  it('everyone told of trouble is told of its end exactly once, nobody else', () => {
    assert(
      property(night, (moments) => {
        const { knows, take } = follow();
        const { world } = live([...moments, ...allWell], (_before, after, told) => take(after, told));
        const open = [...knows].flatMap(([who, incidents]) => [...incidents].map((no) => `${who} ${no}`));
        if (open.length > 0) throw new Error(`not told of the end: ${open.join(', ')}`);
        if (world.incidents.some(({ state }) => state === 'open'))
          throw new Error('an incident is open though all is well');
      }),
      { numRuns: times(300) },
    );
  });

  it('silences never change what is so, and whoever is told of trouble in spite of them is told of its end', () => {
    assert(
      property(night, array(silence, { maxLength: 3 }), (moments, silences) => {
        const all = [...moments, ...allWell].map((one) => ({ ...one, act: null }));
        const { knows, take } = follow();
        const held = live(all, (_before, after, told) => take(after, told), { ...settings, silences }).world;
        const open = [...knows].flatMap(([who, incidents]) => [...incidents].map((no) => `${who} ${no}`));
        if (open.length > 0) throw new Error(`not told of the end: ${open.join(', ')}`);
        same(states(held), states(live(all).world));
      }),
      { numRuns: times(150) },
    );
  });

  it('the same found twice changes nothing', () => {
    assert(
      property(night, array(oneof(pipelineLook, databaseLook), { maxLength: 6 }), (moments, looks) => {
        const { world, nowMs } = live(moments);
        const once = decide(world, looks, settings, allHeardAt(nowMs)).world;
        const { changes } = decide(once, looks, settings, allHeardAt(nowMs));
        if (!isUnchanged(changes)) throw new Error(JSON.stringify(changes));
      }),
      { numRuns: times(200) },
    );
  });

  it('the order of what a tick found does not matter', () => {
    assert(
      property(night, array(oneof(pipelineLook, databaseLook), { maxLength: 8 }), (moments, looks) => {
        const { world, nowMs } = live(moments);
        const one = decide(world, looks, settings, allHeardAt(nowMs));
        const other = decide(world, looks.toReversed(), settings, allHeardAt(nowMs));
        same(one, other);
      }),
      { numRuns: times(200) },
    );
  });

  /** Whether what fails while something ends, at the same moment, belongs to it depends on which of the two is found first. */
  it.each([
    ['where nothing has a cause', (one: Look) => ofCause(one, []), () => true],
    ['where nothing ends', ofOneCause, ({ findings }: Look) => findings.every(({ is }) => is !== 'well')],
  ])('a tick in two parts comes out as it does in one, %s', (_where, made, isMeant) => {
    assert(
      property(night, array(oneof(pipelineLook, databaseLook), { maxLength: 8 }), nat(8), (changing, all, at) => {
        const moments = changing.map((one) => ({ ...one, looks: one.looks.map(made) }));
        // What is found about one thing is found at once.
        const found = Map.groupBy(all.map(made).filter(isMeant), ({ subject }) => subject.name);
        const looks = [...found.values()].flatMap((ofOne) => ofOne.slice(0, 1));
        const { world, nowMs } = live(moments);
        const now = allHeardAt(nowMs);
        const whole = decide(world, looks, settings, now).world;
        const half = decide(world, looks.slice(0, at), settings, now).world;
        const parts = decide(half, looks.slice(at), settings, now).world;
        same(outcome(whole), outcome(parts));
        const later = allHeardAt(nowMs + 31_000);
        same(knowing(decide(whole, [], settings, later).world), knowing(decide(parts, [], settings, later).world));
      }),
      { numRuns: times(200) },
    );
  });

  it('time that goes back changes nothing', () => {
    assert(
      property(night, array(pipelineLook, { maxLength: 4 }), nat(1e7), (moments, looks, ms) => {
        const { world, nowMs } = live([...moments, ...allWell.slice(0, 1)]);
        const decision = decide(world, looks, settings, allHeardAt(nowMs - 1 - ms));
        if (decision.world !== world || !isUnchanged(decision.changes)) throw new Error('it changed');
      }),
      { numRuns: times(100) },
    );
  });

  it('severity never falls by itself while an incident is open', () => {
    assert(
      property(night, (moments) => {
        const byPeople = new Set<number>();
        live(moments, (before, after) => {
          for (const was of before.incidents) {
            const is = after.incidents.find(({ no }) => no === was.no);
            if (is?.severityBy != null) byPeople.add(is.no);
            if (
              was.state === 'open' &&
              is?.state === 'open' &&
              !byPeople.has(is.no) &&
              isGraver(was.severity, is.severity)
            )
              throw new Error(`INC-${is.no} fell from ${was.severity} to ${is.severity}`);
          }
        });
      }),
      { numRuns: times(200) },
    );
  });

  it('no alert in trouble is without an incident, and none of an open incident is forgotten', () => {
    assert(
      property(night, (moments) => {
        const { world } = live(moments);
        for (const alert of world.alerts)
          if (isActive(alert) && alert.incidentNo === null) throw new Error(`${alert.fingerprint} has no incident`);
        for (const { no, state } of world.incidents)
          if (state === 'open' && !world.alerts.some((alert) => isActive(alert) && alert.incidentNo === no))
            throw new Error(`INC-${no} is open for nothing`);
      }),
      { numRuns: times(200) },
    );
  });
});

const same = (one: unknown, other: unknown): void => {
  const [a, b] = [JSON.stringify(one, null, 1), JSON.stringify(other, null, 1)];
  if (a !== b) throw new Error(`${a}\n\nis not\n\n${b}`);
};

/** What is so, whoever knows of it. */
const states = ({ alerts, incidents }: World): unknown => ({
  alerts: alerts.map(({ fingerprint, state, sinceMs }) => `${fingerprint} ${state} ${sinceMs}`).toSorted(),
  incidents: incidents.map(({ no, root, state, severity, openedAtMs, endedAtMs }) => [
    no,
    root,
    state,
    severity,
    openedAtMs,
    endedAtMs,
  ]),
});

const openOf = ({ incidents }: World): Incident[] => incidents.filter(({ state }) => state === 'open');

/** What there is, whatever numbers incidents have. */
const outcome = (world: World): unknown => ({
  alerts: world.alerts.map(({ fingerprint, state }) => `${fingerprint} ${state}`).toSorted(),
  incidents: openOf(world)
    .map(({ no, root, severity, title }) => ({
      root,
      title,
      severity,
      alerts: world.alerts
        .filter((alert) => isActive(alert) && alert.incidentNo === no)
        .map(({ fingerprint }) => fingerprint)
        .toSorted(),
    }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});

/** Who knows of what. */
const knowing = (world: World): unknown =>
  openOf(world)
    .map(
      ({ root, told }) =>
        `${JSON.stringify(root)} ${told
          .map(({ channel, target }) => `${channel}:${target}`)
          .toSorted()
          .join(' ')}`,
    )
    .toSorted();
