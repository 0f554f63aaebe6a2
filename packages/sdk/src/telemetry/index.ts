/** For programs that observe another one, such as `sightglass exec`, or tell of what others did: recording and delivery without a run of their own. */
export { readEnvironment, signalUrlOf, type SdkConfig } from '../config/environment.ts';
export { lanes, signals } from '../export/batch.ts';
export { deliverInBackground } from '../export/deliver-at-exit.ts';
export { flushBuffer } from '../export/buffer-flush.ts';
export { bufferDirFor } from '../export/disk/buffer-home.ts';
export { bufferDestinations, withoutSecrets } from '../export/disk/destinations.ts';
export { encodeAttributeName, LineAttributes, type AttributeName } from '../otlp/line-attributes.ts';
export { encodeLineOrigin, type LineOrigin } from '../otlp/line-record.ts';
export { encodeLogAttributes, writeLogRecord, type LogRecord } from '../otlp/log-record.ts';
export { RecordBatch } from '../otlp/record-batch.ts';
export { writeSpan, type WrittenSpan } from '../otlp/span-record.ts';
export { createLifecycle, type Lifecycle } from '../run/events/lifecycle.ts';
export { createThinnedLogs } from '../run/events/thinned-logs.ts';
export { startTelemetry, type Telemetry } from './telemetry.ts';
