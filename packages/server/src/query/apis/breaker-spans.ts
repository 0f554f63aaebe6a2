import type { BreakerSpan } from '@sightglass/model/api';
import type { BreakerChangeFacts } from '../../storage/telemetry/dependencies/breakers.ts';
import { instantOf } from '../instant.ts';

/** Times breakers were not closed, oldest first. `changes` are those of one API, oldest first. */
export const breakerSpansOf = (changes: readonly BreakerChangeFacts[]): BreakerSpan[] =>
  [...Map.groupBy(changes, ({ breakerId }) => breakerId).values()]
    .flatMap((own) => own.map((change, index) => spanOf(change, own[index + 1])))
    .filter(({ state }) => state !== 'closed')
    .sort((a, b) => a.from.localeCompare(b.from));

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

/** A breaker that was never heard of again went with its run. */
const endWithRun = ({ runHasEnded, runLastEventAtMs, atMs }: BreakerChangeFacts): string | null =>
  runHasEnded ? instantOf(Math.max(atMs, runLastEventAtMs ?? atMs)) : null;

/** The state of the latest span that goes on. */
export const breakerStateOf = (spans: readonly BreakerSpan[]): BreakerSpan['state'] =>
  spans.findLast(({ to }) => to === null)?.state ?? 'closed';
