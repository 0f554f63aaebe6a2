import { expect, it } from 'vitest';
import { attributesOf, encodeRequest, logsRequest, metricsRequest, spansRequest, text } from '../wire/_sample.ts';
import { refuseOutside } from './outside-scope.ts';

const scope = { signals: null, namespaces: ['sales', 'shop-*'] } as const;
const named = (namespace: string) => ({ 'pipeline.name': 'orders', 'pipeline.namespace': namespace });
const record = (attributes: Readonly<Record<string, string>>) => ({
  body: text('b'),
  attributes: attributesOf(attributes),
});
const point = (attributes: Readonly<Record<string, string>>) => ({
  name: 'm',
  histogram: { dataPoints: [{ count: '1', attributes: attributesOf(attributes) }] },
});
const ids = { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 1), name: 's' };
const twice = (first: Readonly<Record<string, string>>): Uint8Array => {
  const resourceOf = (attributes: Readonly<Record<string, string>>) =>
    encodeRequest('logs', { resourceLogs: [{ resource: { attributes: attributesOf(attributes) } }] }).subarray(2);
  const inner = Buffer.concat([resourceOf(first), resourceOf(named('sales'))]);
  return Buffer.concat([Buffer.from([0x0a, (inner.length & 0x7f) | 0x80, inner.length >> 7]), inner]);
};

it.each([
  ['in a record', 'logs', logsRequest([record(named('sales'))])],
  ['like a pattern, in a resource', 'logs', logsRequest([record({})], named('shop-eu'))],
  ['of a span', 'traces', spansRequest([{ ...ids, attributes: attributesOf(named('sales')) }])],
  ['of a point', 'metrics', metricsRequest([point(named('sales'))])],
  ['none, of no pipeline', 'logs', logsRequest([record({})])],
  ['none in attributes, but in a text', 'logs', logsRequest([{ body: text('pipeline.namespace=finance') }])],
] as const)('a namespace %s is within', (_name, signal, body) => {
  expect(() => refuseOutside(scope, signal, body)).not.toThrow();
});

it.each([
  ['of another, in one of two records', 'logs', logsRequest([record(named('sales')), record(named('finance'))])],
  [
    'of another, in a resource under records of its own',
    'logs',
    logsRequest([record(named('sales'))], named('finance')),
  ],
  ['that only begins alike', 'logs', logsRequest([record(named('sales-2'))])],
  ['that is longer than any name', 'logs', logsRequest([record(named(`shop-${'-'.repeat(1_000)}`))])],
  ['in other letters', 'logs', logsRequest([record(named('Sales'))])],
  ['that is not said, which is default', 'logs', logsRequest([record({ 'pipeline.name': 'orders' })])],
  ['that is empty', 'logs', logsRequest([record({ 'pipeline.name': 'orders', 'pipeline.namespace': '' })])],
  ['not said, of a run without a pipeline', 'logs', logsRequest([record({ 'pipeline.run.id': 'r' })])],
  [
    'said twice in one record',
    'logs',
    logsRequest([{ attributes: [...attributesOf(named('finance')), ...attributesOf(named('sales'))] }]),
  ],
  [
    'that is a number',
    'logs',
    logsRequest([{ attributes: [{ key: 'pipeline.namespace', value: { intValue: '5' } }] }]),
  ],
  ['of a span', 'traces', spansRequest([{ ...ids, attributes: attributesOf(named('finance')) }])],
  ['of a point', 'metrics', metricsRequest([point(named('finance'))])],
  ['of a resource that stands twice', 'logs', twice(named('finance'))],
  ['hidden in a resource that stands twice', 'logs', twice({ 'pipeline.name': 'orders' })],
] as const)('a namespace %s is refused', (_name, signal, body) => {
  expect(() => refuseOutside(scope, signal, body)).toThrow(expect.objectContaining({ code: 'OUTSIDE_SCOPE' }) as Error);
});

it('a signal that the token does not send is refused, and one without limits sends anything', () => {
  const logs = logsRequest([record(named('finance'))]);
  expect(() => refuseOutside({ signals: ['traces'], namespaces: null }, 'logs', logs)).toThrow(
    'sends traces, and no logs',
  );
  expect(() => refuseOutside({ signals: ['logs'], namespaces: null }, 'logs', logs)).not.toThrow();
  expect(() => refuseOutside(undefined, 'logs', logs)).not.toThrow();
});
