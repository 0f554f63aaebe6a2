import { expect, test } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import { rulesOf } from './config.ts';
import { schedulesOf, stepsOf, targetsAt } from './escalation/escalation.ts';

const load = (...alerts: object[]) => rulesOf(loadConfig({ env: {}, overrides: { alerts: alerts as never } }).alerts);

test('rules are read as they are written', () => {
  expect(
    load(
      { id: 'slow', what: 'failed', where: { pipeline: 'orders*', criticality: 'high' }, for: '10m', consecutive: 2 },
      { id: 'quiet', what: 'database-down', where: { database: ['test', 'dev-*'] }, mute: true },
    ),
  ).toEqual([
    {
      id: 'slow',
      what: 'failed',
      where: { name: ['orders*'], criticality: ['high'] },
      forMs: 600_000,
      keepFiringForMs: 0,
      runs: 2,
    },
    {
      id: 'quiet',
      what: 'database-down',
      where: { name: ['test', 'dev-*'] },
      forMs: 0,
      keepFiringForMs: 0,
      isMuted: true,
    },
  ]);
});

test.each([
  [{ id: 'default-failed', what: 'failed' }, /begins as those of built-in rules do/],
  [
    { id: 'x', what: 'failed', where: { database: 'db' } },
    /a rule about "failed" has no "database"; it can have pipeline/,
  ],
  [{ id: 'x', what: 'late', consecutive: 2 }, /does not show in single runs/],
  [{ id: 'x', what: 'failed', mute: true, for: '5m' }, /a rule that mutes has no times/],
  [{ id: 'x', what: 'failed', where: { pipelin: 'db' } }, /pipelin/],
  [{ id: 'x', what: 'not-judged', mute: true }, /what/],
  [{ id: 'a b', what: 'failed' }, /letters, digits/],
])('what cannot be meant is refused: %j', (rule, problem) => {
  expect(() => load(rule)).toThrow(problem);
});

test('two rules with one id are refused', () => {
  const rule = { id: 'x', what: 'failed' };
  expect(() => load(rule, rule)).toThrow(/"x" is the id of two rules/);
});

const channel = { name: 'mail', kind: 'email', host: 'localhost', security: 'none', from: 'a@example.com' };
const onCall = [
  { name: 'data', timeZone: 'Europe/Berlin', people: ['ada@example.com', 'bob@example.com'], from: '2026-11-02' },
];
const escalating = (P1: object[]) =>
  loadConfig({ env: {}, overrides: { onCall, channels: [channel], escalation: { P1 } } as never });

test('steps of escalation reach whoever is on call then, or an address', () => {
  const { escalation, onCall: schedules } = escalating([
    { after: '15m', tell: 'on-call data', by: 'mail' },
    { after: '30m', tell: 'boss@example.com', by: 'mail' },
  ]);
  expect(stepsOf(escalation).P1).toEqual([
    { afterMs: 900_000, tell: 'on-call data (mail)' },
    { afterMs: 1_800_000, tell: 'boss@example.com (mail)' },
  ]);
  const at = (instant: string) => targetsAt(escalation, schedulesOf(schedules), Date.parse(instant));
  expect(at('2026-11-02T07:00:00Z')).toEqual({
    'on-call data (mail)': [],
    'boss@example.com (mail)': [{ channel: 'mail', target: 'boss@example.com' }],
  });
  expect(at('2026-11-09T08:00:00Z')['on-call data (mail)']).toEqual([{ channel: 'mail', target: 'bob@example.com' }]);
});

test.each([
  [{ after: '15m', tell: 'on-call ops', by: 'mail' }, /escalation\.P1\[0\].*"ops" is not one of the schedules/],
  [{ after: '15m', tell: 'boss', by: 'mail' }, /"boss" is neither "on-call NAME" nor an address/],
  [{ after: '15m', tell: 'on-call data', by: 'chat' }, /"chat" is not one of the channels/],
  [{ after: '1s', tell: 'on-call data', by: 'mail' }, /must be a time between/],
])('§18 25: a step that would reach nobody is refused: %j', (step, problem) => {
  expect(() => escalating([step])).toThrow(problem);
});

test.each([
  [{ name: 'x', from: '01:00', until: '01:00', timeZone: 'UTC' }, /no length/],
  [{ name: 'x', from: '25:00', until: '01:00', timeZone: 'UTC' }, /time of day/],
  [{ name: 'x', from: '01:00', until: '02:00', timeZone: 'Mars' }, /Mars/],
  [{ name: 'x', from: '01:00', until: '02:00', timeZone: 'UTC', where: { pipeline: 'a', api: 'b' } }, /several of/],
])('a maintenance window that cannot be meant is refused: %j', (window, problem) => {
  expect(() => loadConfig({ env: {}, overrides: { maintenance: [window] as never } })).toThrow(problem);
});
