import { context } from '@opentelemetry/api';
import { attributes, dependencyEvents } from '@sightglass/model';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { BreakerChange } from './breaker.ts';

/** Says that the breaker of `dependency` is in another state, on behalf of the stage whose call changed it. */
export const recordBreakerChange = (dependency: string, { breakerId, from, to, reason }: BreakerChange): void => {
  const scope = runScopeOf(context.active());
  scope?.dependencies.breakerChanged({ dependency, breakerId, to, atMs: scope.clock.nowMs() });
  emitLogRecord(
    to === 'open' || to === 'isolated' ? 'WARN' : 'INFO',
    `${dependency}: breaker ${from} → ${to}: ${reason}`,
    {
      [attributes.dependencyName]: dependency,
      [attributes.dependencyBreakerId]: breakerId,
      [attributes.dependencyBreakerFrom]: from,
      [attributes.dependencyBreakerTo]: to,
      [attributes.dependencyBreakerReason]: reason,
    },
    { eventName: dependencyEvents.breakerChanged.name },
  );
};
