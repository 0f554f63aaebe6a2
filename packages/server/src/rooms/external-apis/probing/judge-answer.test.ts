import { expect, test } from 'vitest';
import { judgeAnswer } from './judge-answer.ts';

const nowMs = Date.parse('2026-11-25T10:00:00Z');
const answer = { status: 200, body: '{"status":"ok","queue":3}', certificateExpiresAtMs: undefined };
const schema = {
  type: 'object',
  required: ['status'],
  properties: { status: { const: 'ok' }, queue: { type: 'integer' } },
};

test.each<[string, object, object, object]>([
  ['any 2xx', {}, { status: 204 }, { state: 'pass' }],
  ['a redirect', {}, { status: 302 }, { error: 'schema', problem: 'HTTP 302, expected 2xx' }],
  ['a failing server', {}, { status: 503 }, { error: '5xx', problem: 'HTTP 503, expected 2xx' }],
  ['a status that is expected', { status: [401, 403] }, { status: 401 }, { state: 'pass' }],
  ['one that is not', { status: [401, 403] }, {}, { error: 'schema', problem: 'HTTP 200, expected 401 or 403' }],
  ['text that is there', { contains: '"ok"' }, {}, { state: 'pass' }],
  ['text that is not', { contains: 'ready' }, {}, { error: 'schema', problem: 'the body does not hold "ready"' }],
  ['a body by its schema', { schema }, {}, { state: 'pass' }],
  [
    'another body',
    { schema },
    { body: '{"status":"down"}' },
    { error: 'schema', problem: expect.stringContaining('status') },
  ],
  ['no JSON', { schema }, { body: '<html>' }, { error: 'schema', problem: 'the body is not JSON' }],
  ['a certificate for long', {}, { certificateExpiresAtMs: nowMs + 15 * 86_400_000 }, { state: 'pass' }],
  [
    'a certificate for three days more',
    {},
    { certificateExpiresAtMs: nowMs + 3.5 * 86_400_000 },
    { error: 'tls', problem: 'its certificate expires in 3 days, on 2026-11-28' },
  ],
])('%s', (_name, expected, given, judgement) => {
  expect(judgeAnswer({ certificateDays: 14, ...expected }, { ...answer, ...given }, nowMs)).toMatchObject(judgement);
});
