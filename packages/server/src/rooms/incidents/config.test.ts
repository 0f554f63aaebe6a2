import { expect, test } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import { rulesOf } from './config.ts';

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
