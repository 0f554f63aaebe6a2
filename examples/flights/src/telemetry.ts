import { SpanKind, SpanStatusCode, trace, type Attributes, type Span } from '@opentelemetry/api';

const tracer = trace.getTracer('flights');

/** Runs `call` inside a client span. A thrown error marks the span failed with its `code` or name as `error.type`. */
export const clientSpan = <T>(name: string, attributes: Attributes, call: (span: Span) => Promise<T>): Promise<T> =>
  tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await call(span);
    } catch (error) {
      const failure = error as Error & { code?: string };
      span.setAttribute('error.type', failure.code ?? failure.name);
      span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
      throw error;
    } finally {
      span.end();
    }
  });
