/** What looks like something that is redacted, or holds it, and is none: read before everything else, and left as it is. */
export const guards: readonly string[] = [
  String.raw`\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b`, // UUID
  String.raw`\b[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\b`, // traceparent
  String.raw`\b[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?\b`,
  String.raw`\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b`, // IPv4
  String.raw`\b[0-9]{8,}\.[0-9]+\b|\b[0-9]+\.[0-9]{8,}\b`, // decimal fractions
  String.raw`\bgit@[A-Za-z0-9.-]+:`,
  String.raw`://[A-Za-z0-9._-]+@`, // a user without a password
  String.raw`\[(?:redacted|hashed|dropped):[a-z-]+(?::h[0-9a-f]+)?\]`,
];
