import { type Severity, severities } from '@sightglass/model/alerting';
import { oneOf, text } from '../../url/search-params.ts';

/** What the list of incidents is narrowed to, as its address holds it. */
export interface IncidentsSearch {
  readonly state?: (typeof listedStates)[number];
  readonly severity?: Severity;
  /** A part of a title or of the name of a pipeline. */
  readonly find?: string;
}

/** Beside all, which is what is listed when none is given. */
export const listedStates = ['open', 'resolved'] as const;

export const readIncidentsSearch = (search: Record<string, unknown>): IncidentsSearch => ({
  ...oneOf('state', search, listedStates),
  ...oneOf('severity', search, severities),
  ...text('find', search),
});

/** For the server. */
export const incidentsFilter = ({ state, severity, find }: IncidentsSearch) => ({ state, severity, search: find });
