import { attributes } from '@sightglass/model';
import type { CallTarget } from '../../dependencies/call-tally.ts';
import type { DependencyUse } from '../../dependencies/dependency-use.ts';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import type { ExchangeEnd } from './exchange-facts.ts';

/** Failures of one kind and endpoint a stage logs; more are only counted. */
const mostLogged = 10;

/** Logs a failed request, as long as there are few of its kind. One that the program gave up has not failed. */
export const logFailure = (use: DependencyUse, target: CallTarget, { error, status, problem }: ExchangeEnd): void => {
  if (error === undefined || error === 'aborted') return;
  const count = use.countFailure(target, error);
  if (count > mostLogged) return;
  const more = count === mostLogged ? '; further ones of this kind are counted only' : '';
  emitLogRecord('WARN', `${target.dependency}: ${target.endpoint} failed: ${problem ?? error}${more}`, {
    [attributes.dependencyName]: target.dependency,
    [attributes.dependencyEndpoint]: target.endpoint,
    [attributes.errorType]: error,
    ...(status === undefined ? {} : { [attributes.httpResponseStatusCode]: status }),
  });
};
