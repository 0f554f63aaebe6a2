import type { SpanContext } from '@opentelemetry/api';
import { attributes, type Severity } from '@sightglass/model';
import { encodeLineOrigin, encodeLogAttributes, type LineOrigin } from '@sightglass/sdk/telemetry';
import type { OutputStream } from '../child/copy-outputs.ts';
import type { Attributes } from '../lines/parsed-line.ts';

/** What lines have in common that come from one stream, with one level and one logger. */
export type LineOrigins = (stream: OutputStream, severity: Severity, own: Attributes) => LineOrigin;

/** A program has few loggers; names that are none, such as numbers, are not kept for ever. */
const mostKept = 256;

/** Of lines there are many: whose run it is stands in the resource only. */
export const createLineOrigins = (stage: Attributes, span: SpanContext | undefined): LineOrigins => {
  const kept = new Map<string, LineOrigin>();
  const latest: { stream?: string; severity?: string; logger?: unknown; origin?: LineOrigin } = {};
  const originOf = (stream: OutputStream, severity: Severity, own: Attributes): LineOrigin => {
    const { logger } = own;
    const key = `${stream} ${severity} ${typeof logger === 'string' ? logger : ''}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const encoded = encodeLogAttributes({ ...own, ...stage, [attributes.processStream]: stream });
    const origin = encodeLineOrigin({ severity, encoded, ...(span && { span }) });
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, origin);
    return origin;
  };
  return (stream, severity, own) => {
    const { logger } = own;
    const isSame = latest.stream === stream && latest.severity === severity && latest.logger === logger;
    if (isSame && latest.origin !== undefined) return latest.origin;
    const origin = originOf(stream, severity, own);
    Object.assign(latest, { stream, severity, logger, origin });
    return origin;
  };
};
