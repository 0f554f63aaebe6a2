import { attributes } from '@sightglass/model';
import { OutsideScopeError, refuseNamespace, refuseSignal, type SendScope } from '../senders/send-scope.ts';
import { requestTypes } from '../wire/messages.ts';
import type { Signal } from '../wire/proto.ts';
import { type AnyValue, valueText } from '../wire/value-text.ts';

interface Holder {
  readonly attributes?: readonly { readonly key?: string; readonly value?: AnyValue | null }[];
}
/** Any message of a request, as protobufjs reads it. */
type Node = Holder & Readonly<Record<string, unknown>>;

/**
 * Refuses a request with anything that its token may not send, whole: half of a request is no answer a sender understands. Of a token that is
 * limited to namespaces each request is decoded, which costs about as much as what else is done with it; others pay nothing. Raises
 * OutsideScopeError.
 */
export const refuseOutside = (scope: SendScope | undefined, signal: Signal, message: Uint8Array): void => {
  if (scope === undefined) return;
  refuseSignal(scope, signal);
  const { namespaces } = scope;
  if (namespaces === null) return;
  const decoded = requestTypes[signal].decode(message);
  if (namesIn(message) !== namesIn(requestTypes[signal].encode(decoded).finish())) throw ambiguous();
  const request = decoded as unknown as Node;
  for (const resources of listOf(request, 'resourceLogs', 'resourceSpans', 'resourceMetrics')) {
    const resource = (resources['resource'] ?? {}) as Holder;
    refuseNamed(namespaces, resource);
    for (const scopes of listOf(resources, 'scopeLogs', 'scopeSpans', 'scopeMetrics')) {
      const records = [...listOf(scopes, 'logRecords', 'spans'), ...listOf(scopes, 'metrics').flatMap(pointsOf)];
      for (const record of records) {
        refuseNamed(namespaces, record);
        refuseUnnamed(namespaces, record, resource);
      }
    }
  }
};

/** A resource that stands twice is read here as the last of them, and may be stored as both: what it names is lost in what was decoded. */
const namesIn = (bytes: Uint8Array): number => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = buffer.indexOf('pipeline.'); at >= 0; at = buffer.indexOf('pipeline.', at + 1)) count += 1;
  return count;
};

const ambiguous = (): OutsideScopeError =>
  new OutsideScopeError(
    'A part of this request that may stand once stands twice, so that nobody can tell for which namespace it is. Nothing of it was taken.',
  );

/** Each that is named counts: of two attributes of one key nobody can tell which is stored. */
const refuseNamed = (namespaces: readonly string[], holder: Holder): void => {
  for (const namespace of valuesOf(holder, 'pipelineNamespace')) refuseNamespace(namespaces, namespace);
};

/** A pipeline that names no namespace is of `default`; a run without a pipeline could be one of any namespace. */
const refuseUnnamed = (namespaces: readonly string[], record: Holder, resource: Holder): void => {
  const has = (key: 'pipelineName' | 'pipelineNamespace' | 'runId'): boolean =>
    valuesOf(record, key).length + valuesOf(resource, key).length > 0;
  if (has('pipelineNamespace')) return;
  if (has('pipelineName')) return refuseNamespace(namespaces, 'default');
  if (has('runId'))
    throw new OutsideScopeError(
      `This token sends for the namespaces ${namespaces.join(', ')} alone, and a record has a ${attributes.runId} and no ${attributes.pipelineName}. Nothing of this request was taken.`,
    );
};

const valuesOf = ({ attributes: list = [] }: Holder, key: 'pipelineName' | 'pipelineNamespace' | 'runId'): string[] =>
  list.flatMap((pair) => (pair.key === attributes[key] ? [valueText(pair.value)] : [])).filter((text) => text !== '');

const listOf = (node: Node, ...names: readonly string[]): Node[] =>
  names.flatMap((name) => (Array.isArray(node[name]) ? (node[name] as Node[]) : []));

const pointsOf = (metric: Node): Node[] =>
  ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'].flatMap((kind) => {
    const data = metric[kind] as Node | null | undefined;
    return data ? listOf(data, 'dataPoints') : [];
  });
