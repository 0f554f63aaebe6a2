import { array, assert, constantFrom, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { times } from '../../../../test/times.ts';
import type { TellingKind } from '../alerting/incidents/incident.ts';
import { type OutboxRow, pauseAfterMs, turnOf } from './outbox.ts';

/** What happens: something is noted for the recipient, time passes, or an attempt is made and ends in one of these ways. */
type Step = 'trouble' | 'end' | 'accepted' | 'failed' | 'refused' | 'lost-answer' | 'killed-before' | 'killed-after';

interface Recipient {
  /** Messages in the mailbox, each once: who gets the same Message-ID twice sees one. */
  readonly mailbox: Map<string, TellingKind>;
  rows: OutboxRow[];
}

const live = (steps: readonly Step[]): Recipient => {
  const one: Recipient = { mailbox: new Map(), rows: [] };
  let isInTrouble = false;
  const change = (key: string, to: Partial<OutboxRow>): void => {
    one.rows = one.rows.map((row) => (row.key === key ? { ...row, ...to } : row));
  };
  const note = (kind: TellingKind): void => {
    const position = one.rows.length + 1;
    one.rows.push({
      key: `${position}`,
      incidentNo: 1,
      family: 1,
      position,
      kind,
      state: 'waiting',
      mayHaveArrived: false,
      leaseUntilMs: null,
      notBeforeMs: 0,
    });
  };
  for (const step of steps) {
    if (step === 'trouble') {
      note(isInTrouble ? 'reminder' : 'opened');
      isInTrouble = true;
    } else if (step === 'end') {
      if (isInTrouble) note('resolved');
      isInTrouble = false;
    } else {
      const turn = turnOf(one.rows, 1);
      for (const { key } of turn.withdraw) change(key, { state: 'withdrawn' });
      const row = one.rows.find(({ key }) => key === turn.send);
      if (row === undefined) continue;
      if (step !== 'failed' && step !== 'refused' && step !== 'killed-before') one.mailbox.set(row.key, row.kind);
      if (step === 'accepted') change(row.key, { state: 'accepted' });
      else if (step === 'refused') change(row.key, { state: 'dead' });
      else if (step === 'failed') change(row.key, { state: 'retry' });
      else change(row.key, { state: 'retry', mayHaveArrived: true });
    }
  }
  return one;
};

const step = constantFrom<Step>(
  'trouble',
  'end',
  'accepted',
  'failed',
  'refused',
  'lost-answer',
  'killed-before',
  'killed-after',
);

/** Spells of trouble in the order of the mailbox: how often the end of one was told, and whether anything of it was. */
const spellsIn = ({ mailbox, rows }: Recipient): { readonly ends: number; readonly troubles: number }[] => {
  const spells = [{ ends: 0, troubles: 0 }];
  for (const { key, kind } of rows) {
    const spell = spells.at(-1) ?? { ends: 0, troubles: 0 };
    if (mailbox.has(key)) spell[kind === 'resolved' ? 'ends' : 'troubles'] += 1;
    if (kind === 'resolved' && mailbox.has(key)) spells.push({ ends: 0, troubles: 0 });
  }
  return spells;
};

test('law: everyone told of trouble is told of its end exactly once, whatever is refused, lost or killed between', () => {
  assert(
    property(record({ steps: array(step, { maxLength: 30 }) }), ({ steps }) => {
      // At the end all is over, and the server takes what is sent.
      const recipient = live([...steps, 'end', 'accepted', 'accepted', 'accepted']);
      const spells = spellsIn(recipient);
      const [last] = spells.slice(-1);
      const isRefused = recipient.rows.some(({ kind, state }) => kind === 'resolved' && state === 'dead');
      if (!isRefused) expect(last?.troubles).toBe(0);
      for (const { ends } of spells) expect(ends).toBeLessThanOrEqual(1);
    }),
    { numRuns: times(500) },
  );
});

test('law: who cannot have been told of trouble is not told of an end', () => {
  assert(
    property(array(constantFrom<Step>('trouble', 'end', 'failed', 'refused'), { maxLength: 20 }), (steps) => {
      expect([...live([...steps, 'end', 'accepted']).mailbox.values()]).toEqual([]);
    }),
    { numRuns: times(300) },
  );
});

test('an attempt that goes on is waited for; of several words the latest is sent', () => {
  const row = (position: number, kind: TellingKind, of: Partial<OutboxRow> = {}): OutboxRow => ({
    key: `${position}`,
    incidentNo: 1,
    family: 1,
    position,
    kind,
    state: 'waiting',
    mayHaveArrived: false,
    leaseUntilMs: null,
    notBeforeMs: 0,
    ...of,
  });
  const nothing = { send: undefined, withdraw: [] };
  expect(turnOf([row(1, 'opened', { state: 'sending', leaseUntilMs: 9 }), row(2, 'grew')], 1)).toEqual(nothing);
  expect(turnOf([row(1, 'opened', { state: 'retry', notBeforeMs: 9 })], 1)).toEqual(nothing);
  expect(turnOf([row(1, 'opened'), row(2, 'raised'), row(3, 'grew')], 1)).toMatchObject({
    send: '3',
    withdraw: [{ key: '1' }, { key: '2' }],
  });
});

test('pauses grow to half an hour, and differ by a fifth at most', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 50].map((attempts) => pauseAfterMs(attempts, 0.5) / 1_000)).toEqual([
    5, 15, 45, 120, 300, 900, 1_800, 1_800,
  ]);
  expect([pauseAfterMs(1, 0), pauseAfterMs(1, 1)]).toEqual([4_000, 6_000]);
});
