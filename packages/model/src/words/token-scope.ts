/** What a token may send, by the name of its export. */
export const tokenSignals = ['logs', 'traces', 'metrics'] as const;
export type TokenSignal = (typeof tokenSignals)[number];

interface Token {
  readonly kind: 'api' | 'ingest';
  readonly signals: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
}

/** What a token may send: `everything`, `logs, traces of sales`; empty of one that sends nothing. Pure. */
export const sentWords = ({ kind, signals, namespaces }: Token): string => {
  if (kind === 'api') return '';
  const what = signals?.join(', ') ?? 'everything';
  return namespaces === null ? what : `${what} of ${namespaces.join(', ')}`;
};
