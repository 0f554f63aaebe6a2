import type { BreakerSpan } from '@sightglass/model/rest';
import type { BreakerChangeFacts } from './facts/breakers.ts';
import { instantOf } from '../../http/instant.ts';

/** [fromMs, toMs); an open end is undefined. */
export interface SpanWindow {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** Times breakers were not closed and that touch the window, by API, oldest first. `changes` come oldest first. */
export const breakerSpansByApi = (
  changes: readonly BreakerChangeFacts[],
  window: SpanWindow,
): ReadonlyMap<string, readonly BreakerSpan[]> => {
  const byApi = [...Map.groupBy(changes, ({ api }) => api)].map(
    ([name, own]) => [name, breakerSpansOf(own).filter((span) => isInside(span, window))] as const,
  );
  return new Map(byApi.filter(([, spans]) => spans.length > 0));
};

const breakerSpansOf = (changes: readonly BreakerChangeFacts[]): BreakerSpan[] =>
  [...Map.groupBy(changes, ({ breakerId }) => breakerId).values()]
    .flatMap((own) => own.map((change, index) => spanOf(change, own[index + 1])))
    .filter(({ state }) => state !== 'closed')
    .sort((a, b) => a.from.localeCompare(b.from));

const isInside = ({ from, to }: BreakerSpan, { fromMs = -Infinity, toMs = Infinity }: SpanWindow): boolean =>
  Date.parse(from) < toMs && (to === null || Date.parse(to) >= fromMs);

const spanOf = (change: BreakerChangeFacts, next: BreakerChangeFacts | undefined): BreakerSpan => ({
  breakerId: change.breakerId,
  state: change.after,
  from: instantOf(change.atMs),
  to: next === undefined ? endWithRun(change) : instantOf(next.atMs),
  reason: change.reason,
  runId: change.runId,
  namespace: change.namespace,
  pipeline: change.pipeline,
  stage: change.stage,
});

/** A breaker that was never seen again went with its run. */
const endWithRun = ({ runHasEnded, runLastEventAtMs, atMs }: BreakerChangeFacts): string | null =>
  runHasEnded ? instantOf(Math.max(atMs, runLastEventAtMs ?? atMs)) : null;

/** The state of the latest span that goes on. */
export const breakerStateOf = (spans: readonly BreakerSpan[]): BreakerSpan['state'] =>
  spans.findLast(({ to }) => to === null)?.state ?? 'closed';
