import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributesOf, encodeRequest, logsRequest, metricsRequest, spansRequest, text } from '../wire/_sample.ts';
import { firstServiceOf } from './first-service.ts';

const long = 'ä'.repeat(300);
const record = [{ body: text('x') }];

it.each([
  ['logs', logsRequest(record, { 'host.name': 'h', 'service.name': 'loader' }), 'loader'],
  ['spans', spansRequest([{ name: 'x' }], { 'service.name': 'läder' }), 'läder'],
  ['metrics', metricsRequest([{ name: 'x' }], { 'service.name': '' }), ''],
  ['none', logsRequest(record, {}), ''],
  ['no text', logsRequest(record, { 'service.name': 5 }), ''],
  ['a long one', logsRequest(record, { 'service.name': long }), 'ä'.repeat(100)],
  ['behind a long attribute', logsRequest(record, { x: long, 'service.name': 'a' }), 'a'],
  ['no resource', encodeRequest('logs', { resourceLogs: [{ scopeLogs: [] }] }), ''],
  ['an attribute of a record', logsRequest([{ attributes: attributesOf({ 'service.name': 'no' }) }], {}), ''],
  ['nothing', new Uint8Array(), ''],
])('the service of %s', (_, body, service) => expect(firstServiceOf(body)).toBe(service));

it('whatever the bytes are, it ends', () =>
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (body) => typeof firstServiceOf(body) === 'string')));
