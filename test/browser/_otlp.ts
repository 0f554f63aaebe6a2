/** OTLP/HTTP as JSON, for telemetry that does not come from the SDK. */
export interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly status: { readonly code?: number; readonly message?: string };
}

export interface OtlpLog {
  readonly body: string;
  readonly severityNumber: number;
  readonly eventName?: string;
  /** Now, when it is not said. */
  readonly timeUnixNano?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes: readonly OtlpAttribute[];
}

export const attribute = (key: string, value: string | number): OtlpAttribute => ({
  key,
  value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
});

/** Unix time in ns, as OTLP/JSON writes it. */
export const unixNano = (unixMs: number): string => `${Math.round(unixMs)}000000`;

export const postTraces = (url: string, service: string, spans: readonly OtlpSpan[]): Promise<void> =>
  post(`${url}/v1/traces`, { resourceSpans: [{ resource: resource(service), scopeSpans: [{ spans }] }] });

export const postLogs = (url: string, service: string, logs: readonly OtlpLog[]): Promise<void> => {
  const timeUnixNano = unixNano(Date.now());
  const logRecords = logs.map((log) => ({ timeUnixNano, ...log, body: { stringValue: log.body } }));
  return post(`${url}/v1/logs`, { resourceLogs: [{ resource: resource(service), scopeLogs: [{ logRecords }] }] });
};

export const postMetrics = (url: string, service: string, metrics: readonly object[]): Promise<void> =>
  post(`${url}/v1/metrics`, { resourceMetrics: [{ resource: resource(service), scopeMetrics: [{ metrics }] }] });

const resource = (service: string) => ({ attributes: [attribute('service.name', service)] });

const post = async (url: string, body: unknown): Promise<void> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
};
