/** SQL lower-case hex of an id as it was sent; empty when it was not. */
export const hexOf = (bytes: string): string => `lower(hex(${bytes}))`;

const validHexOf = (bytes: string, length: number): string =>
  `if(length(${bytes}) = ${length} AND ${bytes} != '${String.raw`\0`.repeat(length)}', ${hexOf(bytes)}, '')`;

/**
 * Ids of a log record; empty when not valid. "Receivers SHOULD assume that the log record is not associated with a trace if […] the
 * field contains an invalid value": of another length, or all zero (OTLP, logs.proto, `trace_id` and `span_id`).
 */
export const validTraceId = (bytes: string): string => validHexOf(bytes, 16);
export const validSpanId = (bytes: string): string => validHexOf(bytes, 8);
