import { attributes, severityOf } from '@sightglass/model';
import { countsText, redactedKey, type Redactor } from '@sightglass/model/redaction';
import type { LogRecord } from '@sightglass/model/rest';
import { requestTypes } from './messages.ts';
import { valueText } from './value-text.ts';

interface KeyValue {
  readonly key?: string;
  readonly value?: object;
}

interface WireRecord {
  readonly timeUnixNano?: bigint | { toString(): string };
  readonly observedTimeUnixNano?: bigint | { toString(): string };
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body?: object;
  readonly attributes?: readonly KeyValue[];
  readonly traceId?: Uint8Array;
  readonly spanId?: Uint8Array;
  readonly eventName?: string;
}

interface WireRequest {
  readonly resourceLogs?: readonly {
    readonly resource?: { readonly attributes?: readonly KeyValue[] };
    readonly scopeLogs?: readonly {
      readonly scope?: { readonly name?: string };
      readonly logRecords?: readonly WireRecord[];
    }[];
  }[];
}

/** The records of an `ExportLogsServiceRequest` as the API shows them, without what `redactor` takes out. */
export const logRecordsOf = (body: Uint8Array, redactor?: Redactor): LogRecord[] => {
  const request = requestTypes.logs.decode(body) as unknown as WireRequest;
  return (request.resourceLogs ?? []).flatMap(({ resource, scopeLogs = [] }) => {
    const resourceMap = mapOf(resource?.attributes, redactor);
    return scopeLogs.flatMap(({ scope, logRecords = [] }) =>
      logRecords.map((record) => recordOf(record, resourceMap, redacted(scope?.name ?? '', redactor).text, redactor)),
    );
  });
};

const recordOf = (
  wire: WireRecord,
  resource: Record<string, string>,
  scope: string,
  redactor: Redactor | undefined,
): LogRecord => {
  const body = redacted(valueText(wire.body), redactor);
  const eventName = redacted(wire.eventName ?? '', redactor);
  const own = mapOf(wire.attributes, redactor, [
    ...body.hits,
    ...redacted(wire.severityText ?? '', redactor).hits,
    ...eventName.hits,
  ]);
  const inherited = (name: string): string | null => own[name] || resource[name] || null;
  const pipeline = inherited(attributes.pipelineName);
  const severityNumber = Math.max(0, Math.min(24, wire.severityNumber ?? 0));
  return {
    timestamp: instantOf(wire.timeUnixNano, wire.observedTimeUnixNano),
    severity: severityOf(severityNumber),
    severityNumber,
    body: body.text,
    eventName: eventName.text || own['event.name'] || null,
    service: resource[attributes.serviceName] || 'unknown_service',
    namespace: pipeline === null ? null : (inherited(attributes.pipelineNamespace) ?? 'default'),
    pipeline,
    runId: inherited(attributes.runId),
    stage: own[attributes.stageName] || null,
    stageId: own[attributes.stageId] || null,
    traceId: validHexOf(wire.traceId, 16),
    spanId: validHexOf(wire.spanId, 8),
    attributes: own,
    resource,
    scope,
  };
};

const redacted = (
  text: string,
  redactor: Redactor | undefined,
): { readonly text: string; readonly hits: readonly string[] } => redactor?.text(text) ?? { text, hits: [] };

/** With one more that says what was redacted in them, and `hits` beside them. */
const mapOf = (
  list: readonly KeyValue[] = [],
  redactor?: Redactor,
  hitsBeside: readonly string[] = [],
): Record<string, string> => {
  const pairs = list.map(({ key = '', value }) => [key, valueText(value)] as const);
  if (redactor === undefined) return Object.fromEntries(pairs);
  const judged = pairs.map(([key, value]) => redactor.attribute(key, value));
  const hits = [...hitsBeside, ...judged.flatMap((one) => one.hits)];
  const stay = judged.filter(({ isDropped }) => !isDropped).map(({ key, text }) => [key, text] as const);
  return Object.fromEntries(hits.length === 0 ? stay : [...stay, [redactedKey, countsText(hits)]]);
};

const validHexOf = (id: Uint8Array | undefined, length: number): string | null =>
  id?.length === length && id.some((byte) => byte !== 0) ? Buffer.from(id).toString('hex') : null;

/** As the engine stores it (`storage/telemetry/segment/instant.ts`): at least 1970, where times before it go that were written with a sign, and at most 2100. */
const latestUnixNano = 4_102_444_800_000_000_000n;
const negativeUnixNano = 2n ** 63n + 2n ** 62n;

const instantOf = (...unixNanos: (bigint | { toString(): string } | undefined)[]): string => {
  const sent =
    unixNanos.map((value) => BigInt(value?.toString() ?? '0')).find((value) => value > 0n) ??
    BigInt(Date.now()) * 1_000_000n;
  const nanos = sent >= negativeUnixNano ? 0n : sent > latestUnixNano ? latestUnixNano : sent;
  const seconds = new Date(Number(nanos / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${`${nanos % 1_000_000_000n}`.padStart(9, '0')}Z`;
};
