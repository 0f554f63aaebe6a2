import { context, createNoopLogger, type Attributes, type Context, type Logger } from '@opentelemetry/api';
import { severityNumbers, type Severity } from '@sightglass/model';
import { safely } from '../safely.ts';
import { runScopeOf } from '../telemetry/run-context.ts';
import type { LogAttributes } from './run-log.ts';

let logger: Logger = createNoopLogger();

/** Where log records go from now on; before that, and when the SDK is off, nowhere. */
export const sendLogRecordsTo = (target: Logger): void => {
  logger = target;
};

export const emitLogRecord = (
  severityText: Severity,
  body: string,
  own: LogAttributes,
  inside: Context = context.active(),
): void => {
  const attributes = { ...own, ...runScopeOf(inside)?.attributes } as Attributes;
  safely(() =>
    logger.emit({ severityNumber: severityNumbers[severityText], severityText, body, attributes, context: inside }),
  );
};
