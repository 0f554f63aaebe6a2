import type { RunDetail } from '@sightglass/model/rest';
import { parseSearch, text } from '../../url/search-params.ts';

/** What finds the log records of a run. */
export interface LogsOfRun {
  readonly runId?: string;
  readonly traceId?: string;
  readonly pipeline?: string;
  readonly namespace?: string;
}

/** As the server gives it in the address of the logs of the run. */
export const logsOf = ({ links: { logs } }: Pick<RunDetail, 'links'>): LogsOfRun => {
  const search = parseSearch(logs.slice(logs.indexOf('?')));
  return {
    ...text('runId', search),
    ...text('traceId', search),
    ...text('pipeline', search),
    ...text('namespace', search),
  };
};
