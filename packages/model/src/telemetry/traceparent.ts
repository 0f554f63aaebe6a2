const traceparent = /\b00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}\b/;

/** Trace and span of a W3C traceparent that stands somewhere in a text, such as the name of a database session. */
export const findTraceparent = (text: string): { readonly traceId: string; readonly spanId: string } | undefined => {
  const [, traceId, spanId] = traceparent.exec(text) ?? [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
};
