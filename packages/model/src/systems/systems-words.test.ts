import { describe, expect, it } from 'vitest';
import { sentenceText } from '../words/sentence.ts';
import { type DescribedHost, hostSentence, hostVerdict, shownHost } from './host-words.ts';
import { type DescribedSystem, systemsByUrgency, systemsSentence } from './systems-words.ts';

const nowMs = Date.parse('2026-11-23T10:00:00Z');
const reading = { nowMs, timeZone: 'UTC' };
const ago = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString();

const host = (more: Partial<DescribedHost>): DescribedHost => ({
  name: 'loader-1',
  lastSeenAt: ago(1),
  running: 0,
  lost: 0,
  lostSince: null,
  clock: null,
  ...more,
});

describe('a host', () => {
  it.each<[string, Partial<DescribedHost>, string, string, string]>([
    [
      'on which runs go on',
      { running: 2 },
      'Sends',
      'Healthy',
      'The last signal of loader-1 came 1 minute ago: 2 runs go on there.',
    ],
    [
      'that was seen just now',
      {},
      'Sends',
      'Healthy',
      'The last signal of loader-1 came 1 minute ago: no run goes on there.',
    ],
    [
      'on which nothing runs',
      { lastSeenAt: ago(90) },
      'Not seen lately',
      'Not known',
      'Nothing runs on loader-1 now: its last signal came 1 hour ago.',
    ],
    [
      'that fell silent',
      { lastSeenAt: ago(90), lost: 1, lostSince: ago(90) },
      'No signal',
      'Unhealthy',
      'The last signal of loader-1 came 1 hour ago, while 1 run went on there.',
    ],
    [
      'on which a run is lost and others go on',
      { lost: 1, running: 1, lostSince: ago(90) },
      'Sends',
      'Healthy',
      'The last signal of loader-1 came 1 minute ago: 1 run goes on there, and 1 run there gave no more signal.',
    ],
    [
      'whose clock is ahead',
      { clock: { behindMs: -420_000, isCertain: true } },
      'Clock is wrong',
      'Unhealthy',
      'The clock of loader-1 is 7 m 00 s ahead.',
    ],
    [
      'that sent an old history',
      { clock: { behindMs: 90 * 86_400_000, isCertain: false }, lastSeenAt: ago(90) },
      'Not seen lately',
      'Not known',
      'Nothing runs on loader-1 now: its last signal came 1 hour ago.',
    ],
  ])('%s', (_name, more, word, verdict, sentence) => {
    const one = host(more);
    expect([shownHost(one, nowMs).word, hostVerdict(one, nowMs).words]).toEqual([word, verdict]);
    expect(sentenceText(hostSentence(one, nowMs), reading)).toBe(sentence);
  });
});

const system = (name: string, more: Partial<DescribedSystem> = {}): DescribedSystem => ({
  kind: 'database',
  name,
  shown: { tone: 'fluid' },
  verdict: { id: 'healthy' },
  sentenceParts: [`${name} is fine.`],
  needsAttention: false,
  urgency: 3,
  isKnownNow: true,
  ...more,
});
const down = system('warehouse', {
  shown: { tone: 'bad' },
  verdict: { id: 'unhealthy' },
  sentenceParts: ['warehouse is down.'],
  needsAttention: true,
  urgency: 0,
});
const unknown = system('crm', { kind: 'api', shown: { tone: 'aside' }, verdict: { id: 'unknown' }, isKnownNow: false });
const lately = system('airports', { kind: 'api', isKnownNow: false });

describe('the sentence about all systems', () => {
  it.each<[string, readonly DescribedSystem[], string]>([
    ['none', [], 'No system is known in that time.'],
    ['one', [system('a')], 'The only system answers.'],
    ['all well', [system('a'), system('b')], 'All 2 systems answer.'],
    ['one in trouble alone', [down], 'warehouse is down.'],
    ['one of three in trouble', [system('a'), down, system('b')], '1 of 3 systems is in trouble. warehouse is down.'],
    [
      'trouble, and one not known',
      [unknown, down],
      '1 of 2 systems is in trouble. warehouse is down. Of 1 nothing is known now.',
    ],
    ['one not known', [system('a'), unknown], '1 of 2 systems answers; of 1 nothing is known now.'],
    ['none known', [unknown, system('x', unknown)], 'Of all 2 systems nothing is known now.'],
    [
      'some last used long ago',
      [system('a'), lately, unknown],
      '1 of 3 systems answers, 1 answered when last used; of 1 nothing is known now.',
    ],
    ['all last used long ago', [lately, system('x', lately)], 'All 2 systems answered when last used.'],
  ])('%s', (_name, systems, sentence) => {
    expect(sentenceText(systemsSentence(systems), reading)).toBe(sentence);
  });

  it('names what they are narrowed to', () => {
    expect(sentenceText(systemsSentence([system('a'), system('b')], { kind: 'host' }), reading)).toBe(
      'All 2 hosts answer.',
    );
    expect(sentenceText(systemsSentence([], { search: 'x' }), reading)).toBe(
      'No matching system is known in that time.',
    );
  });

  it('trouble comes first, then what is not known', () => {
    const warned = system('z', { kind: 'host', shown: { tone: 'warn' }, needsAttention: true });
    const names = systemsByUrgency([system('a'), unknown, warned, down]).map(({ name }) => name);
    expect(names).toEqual(['warehouse', 'z', 'crm', 'a']);
  });
});
