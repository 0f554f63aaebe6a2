import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, MetricReader, type MetricReaderOptions } from '@opentelemetry/sdk-metrics';
import { createBatch } from '../export/batch.ts';
import type { Exporter } from '../export/exporter.ts';

export interface Metrics {
  readonly provider: MeterProvider;
  /** Reads every instrument and hands the result to the exporter. */
  collect(timeoutMs: number): Promise<void>;
}

const intervalMs = 30_000;

class PulledReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

export const createMetrics = (resource: Resource, exporter: Exporter): Metrics => {
  const reader = new PulledReader({} satisfies MetricReaderOptions);
  const provider = new MeterProvider({ resource, readers: [reader] });
  const collect = async (timeoutMillis: number) => {
    const { resourceMetrics } = await reader.collect({ timeoutMillis });
    const records = resourceMetrics.scopeMetrics.reduce((sum, scope) => sum + scope.metrics.length, 0);
    if (records === 0) return;
    const body = ProtobufMetricsSerializer.serializeRequest(resourceMetrics);
    if (body !== undefined) exporter.add('metrics', createBatch(records, body));
  };
  setInterval(() => void collect(intervalMs).catch(() => undefined), intervalMs).unref();
  return { provider, collect: (timeoutMs) => collect(timeoutMs).catch(() => undefined) };
};
