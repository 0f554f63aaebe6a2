import { expect, test } from 'vitest';
import type { Alert } from '../alerting/alert.ts';
import type { Incident } from '../alerting/incidents/incident.ts';
import { timeIn } from '../words/sentence.ts';
import { atMs, firing, incidentAbout } from './_incident.ts';
import { mailHtml, mailSubject, mailText } from './mail.ts';
import { type TellingAsked, tellingOf } from './telling.ts';
import { usableOf } from './usable.ts';

const telling = (incident: Incident, alerts: readonly Alert[], given: Partial<TellingAsked> = {}) =>
  tellingOf({
    notification: { kind: 'opened', reason: 'it is new', atMs },
    incident,
    alerts,
    publicUrl: 'https://sightglass.example.com',
    timeZone: 'UTC',
    errors: 'full',
    whyYou: 'You get this because of a test.',
    nowMs: atMs + 30_000,
    ...given,
  });

const ended = { state: 'resolved', endedAtMs: atMs } as const;
const over = { state: 'resolved', reason: 'well again' } as const;
test.each([
  ['no data', {}, [firing('a')], 'Not usable'],
  ['wrong data is worse than none', {}, [firing('a'), firing('b', { harm: 'wrong-data' })], 'Do not use'],
  ['a doubt', {}, [firing('a', { harm: 'doubt' })], 'Check before use'],
  ['a threat alone', {}, [firing('a', { harm: 'threat' })], 'Usable for now'],
  ['a database that is down', {}, [firing('a', { harm: 'down' })], 'At risk'],
  ['one that could not be judged lately', {}, [firing('a', {}, { notJudgedSinceMs: atMs })], 'Not known'],
  ['all of it is over', ended, [firing('a', {}, over)], 'Usable again'],
  ['what is over was no trouble of data', ended, [firing('a', { harm: 'threat' }, over)], 'Over'],
  [
    'its rule is gone, which is not well',
    ended,
    [firing('a', {}, { ...over, reason: 'its rule is gone' })],
    'Not known',
  ],
  ['closed by hand while it goes on', { state: 'resolved' } as const, [firing('a')], 'Not usable'],
  ['nothing is in trouble, yet it is open', {}, [firing('a', {}, over)], 'Not known'],
])('whether data can be used: %s', (_name, incident, alerts, word) => {
  expect(usableOf(incidentAbout('a', incident), alerts).word).toBe(word);
});

test('a verdict is not said twice, and times are those of the clock', () => {
  const sentence = ['Not usable: failed at load ', timeIn(atMs, 'ago'), { reason: 'disk full' }];
  const { headline } = telling(incidentAbout('orders', { sentence }), [firing('orders', { sentence })]);
  expect(headline).toBe('Not usable: orders failed at load at 05:00 UTC: disk full.');
});

test('the text answers first whether the data can be used, then what, since when, until when, what to do', () => {
  const alert = firing('orders', {
    neededAtMs: atMs + 41 * 60_000 + 30_000,
    causes: [{ key: 'database warehouse', subject: null }],
  });
  expect(mailText(telling(incidentAbout('orders', { againOf: 9, times: 3 }), [alert])))
    .toBe(`Not usable: orders failed at load: could not extend file.

New. INC-12, P2.

Since      Fri 27 Nov, 05:00; number 3 about the same within 7 days, the last was INC-9
Needed     Fri 27 Nov, 05:41, in 41 minutes
Affects    shop/orders
Probably   database warehouse: 1 of 1 name it (seen, not proven)
Why grave  P2 because it has no usable data.

Do first
1. Open the run, read its first error, mend the cause, then run it again.

Open INC-12: https://sightglass.example.com/incidents/12
Open the run: https://sightglass.example.com/runs/run-1

You get this because of a test.
Times are in UTC.
`);
});

test('words of errors stay out where the channel says so', () => {
  const text = mailText(telling(incidentAbout('orders'), [firing('orders')], { errors: 'class' }));
  expect(text).toContain('Not usable: orders failed at load.');
  expect(text).not.toContain('extend file');
});

test('case 40: a mail about a storm stays below 90 kB, and counts what it leaves out', () => {
  const names = Array.from({ length: 200 }, (_, at) => `${'<&"\''.repeat(80)}${at}`);
  const incident = incidentAbout('x', { pipelines: names.map((name) => `shop/${name}`), title: '&'.repeat(9_000) });
  const made = telling(
    incident,
    names.map((name) => firing(name, { sentence: ['<'.repeat(9_000)] })),
  );
  expect(Buffer.byteLength(mailHtml(made))).toBeLessThan(90_000);
  expect(mailText(made)).toMatch(/200 pipelines:[\s\S]*and 190 more[\s\S]*and 195 more/u);
  expect(mailSubject(incident).length).toBeLessThanOrEqual(150);
});

test('what comes from outside begins no header, no line and no element', () => {
  const name = 'a<b>"&\'\r\nBcc: all@example.com\u202e';
  const made = telling(incidentAbout(name), [firing(name)]);
  expect(mailSubject(incidentAbout(name))).toMatch(/^\[P2\] [^\r\n\u202e]+ · INC-12$/u);
  expect(mailHtml(made)).not.toContain('<b>');
  expect(mailText(made)).not.toMatch(/^Bcc:|\u202e/mu);
});
