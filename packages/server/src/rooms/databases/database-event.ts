import { watchEvents, severityNumbers } from '@sightglass/model';
import type { CheckOutcome, DatabaseState, PingReport } from '@sightglass/model/rest';
import { type OwnAttributes, type OwnRecord, ownRequest } from '../../wire/own-record.ts';

export interface CheckedDatabase {
  readonly name: string;
  readonly state: DatabaseState;
  readonly outcome: CheckOutcome;
  readonly report: PingReport;
}

/** A check of a database, and its result. */
export const checkedEvent = (checked: CheckedDatabase): Uint8Array => {
  const { name, outcome, report } = checked;
  const took = `${report.durationMs.toFixed(0)} ms`;
  const { error } = report;
  const body =
    error === null
      ? `${name} answered in ${took}`
      : `${name} failed at ${error.step} after ${took}: ${error.code ?? error.class} ${error.message}`;
  const severityNumber = outcome === 'failed' ? severityNumbers.WARN : severityNumbers.DEBUG;
  return event('dependencyChecked', body, severityNumber, checked, { dependencyDurationMs: report.durationMs });
};

const changeSeverities = { unknown: 'INFO', up: 'INFO', degraded: 'WARN', down: 'ERROR' } as const;

/** Says that it has come into another state. */
export const changedEvent = (checked: CheckedDatabase, previous: DatabaseState): Uint8Array => {
  const { name, state, report } = checked;
  const why = report.error === null ? '' : `: ${report.error.message}. ${report.error.advice}`;
  const body = `${name} is ${state}, was ${previous}${why}`;
  const severityNumber = severityNumbers[changeSeverities[state]];
  return event('dependencyStateChanged', body, severityNumber, checked, { dependencyPreviousState: previous });
};

const event = (
  key: 'dependencyChecked' | 'dependencyStateChanged',
  body: string,
  severityNumber: number,
  { name, state, report }: CheckedDatabase,
  more: OwnAttributes,
): Uint8Array => {
  const record: OwnRecord = {
    eventName: watchEvents[key].name,
    body,
    severityNumber,
    atMs: Date.parse(report.checkedAt),
    attributes: {
      dependencyName: name,
      dependencyState: state,
      dbSystemName: report.system,
      dbNamespace: report.database,
      serverAddress: report.host,
      serverPort: report.port,
      dependencyStep: report.error?.step ?? null,
      dependencyAdvice: report.error?.advice ?? null,
      errorType: report.error?.class ?? null,
      dbResponseStatusCode: report.error?.code ?? null,
      ...more,
    },
  };
  return ownRequest({ scope: 'dependencies', records: [record] });
};
