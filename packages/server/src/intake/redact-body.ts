import { countsText, redactedKey, type Redactor } from '@sightglass/model/redaction';
import { requestTypes } from '../wire/messages.ts';
import type { Signal } from '../wire/proto.ts';
import { type AnyValue, valueText } from '../wire/value-text.ts';

interface KeyValue {
  key?: string;
  value?: AnyValue | null;
}

/** Any message of a request, as protobufjs reads it. */
type Node = Record<string, unknown>;

/** An export request without what `redactor` takes out; `undefined` when it takes out nothing. What it does is what the insert of a segment would do. */
export const redactBody = (signal: Signal, body: Uint8Array, redactor: Redactor): Uint8Array | undefined => {
  const type = requestTypes[signal];
  const request = type.decode(body) as unknown as Node;
  let changes = 0;
  const mark = (node: Node, hits: readonly string[]): void => {
    if (hits.length === 0) return;
    changes += hits.length;
    node['attributes'] = [
      ...listOf(node, 'attributes'),
      { key: redactedKey, value: { stringValue: countsText(hits) } },
    ];
  };
  /** Of what no table keeps nothing is counted, as the insert would not. */
  const clean = (node: Node): void =>
    void (changes += textsOf(node, redactor).length + attributesOf(node, redactor).length);
  for (const resources of listOf(request, 'resourceLogs', 'resourceSpans', 'resourceMetrics')) {
    clean(resources);
    const resource = resources['resource'] as Node | null | undefined;
    if (resource) mark(resource, attributesOf(resource, redactor));
    for (const scopes of listOf(resources, 'scopeLogs', 'scopeSpans', 'scopeMetrics')) {
      clean(scopes);
      const scope = scopes['scope'] as Node | null | undefined;
      if (scope) mark(scope, [...textsOf(scope, redactor), ...attributesOf(scope, redactor)]);
      for (const record of listOf(scopes, 'logRecords', 'spans')) mark(record, recordHits(record, redactor));
      for (const metric of listOf(scopes, 'metrics')) {
        const own = textsOf(metric, redactor);
        changes += own.length + attributesOf(metric, redactor).length;
        for (const point of pointsOf(metric)) {
          mark(point, [...own, ...attributesOf(point, redactor)]);
          for (const exemplar of listOf(point, 'exemplars')) clean(exemplar);
        }
      }
    }
  }
  return changes === 0 ? undefined : type.encode(request).finish();
};

const listOf = (node: Node, ...names: readonly string[]): Node[] =>
  names.flatMap((name) => (Array.isArray(node[name]) ? (node[name] as Node[]) : []));

const pointsOf = (metric: Node): Node[] =>
  ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'].flatMap((kind) => {
    const data = metric[kind] as Node | null | undefined;
    return data ? listOf(data, 'dataPoints') : [];
  });

const recordHits = (record: Node, redactor: Redactor): string[] => {
  const body = record['body'] as AnyValue | null | undefined;
  const { text, hits } = redactor.text(valueText(body));
  if (hits.length > 0) record['body'] = { stringValue: text };
  const status = record['status'] as Node | null | undefined;
  const parts = listOf(record, 'events', 'links');
  return [
    ...hits,
    ...textsOf(record, redactor),
    ...(status ? textsOf(status, redactor) : []),
    ...attributesOf(record, redactor),
    ...parts.flatMap((part) => [...textsOf(part, redactor), ...attributesOf(part, redactor)]),
  ];
};

const texts = [
  'name',
  'version',
  'severityText',
  'eventName',
  'traceState',
  'message',
  'description',
  'unit',
  'schemaUrl',
];

const textsOf = (node: Node, redactor: Redactor): string[] =>
  texts.flatMap((name) => {
    const value = node[name];
    if (typeof value !== 'string' || value === '') return [];
    const { text, hits } = redactor.text(value);
    if (hits.length > 0) node[name] = text;
    return hits;
  });

const attributesOf = (node: Node, redactor: Redactor): string[] => {
  const all: string[] = [];
  for (const name of ['attributes', 'filteredAttributes', 'metadata']) {
    const list = node[name];
    if (!Array.isArray(list) || list.length === 0) continue;
    node[name] = (list as KeyValue[]).flatMap((pair) => {
      const { key, text, hits, isDropped } = redactor.attribute(pair.key ?? '', valueText(pair.value));
      all.push(...hits);
      if (hits.length === 0) return [pair];
      return isDropped ? [] : [{ key, value: { stringValue: text } }];
    });
  }
  return all;
};
