import { agoWords } from '@sightglass/model';
import { type Incident, incidentName } from '@sightglass/model/alerting';
import { notFound, RequestError } from '../../http/errors.ts';

export const noSuchIncident = (no: number): RequestError => notFound(`There is no incident ${incidentName(no)}.`);

/** Somebody else was faster: who, and when. */
export const incidentChanged = (incident: Incident, nowMs: number): RequestError => {
  const { no, acknowledgedBy, acknowledgedAtMs, owner } = incident;
  const who = owner ?? acknowledgedBy;
  const what = owner === null ? 'acknowledged' : 'took';
  const when = acknowledgedAtMs === null ? '' : ` ${agoWords(acknowledgedAtMs, nowMs)}`;
  const words = who === null ? 'It has changed meanwhile' : `${who} ${what} it${when}`;
  return new RequestError('INCIDENT_CHANGED', 409, `${words}; read ${incidentName(no)} again, then decide.`);
};

export const incidentClosed = ({ no, state, mergedInto, resolvedBy }: Incident): RequestError => {
  const why =
    state === 'merged' && mergedInto !== null
      ? `is part of ${incidentName(mergedInto)} now; do it there`
      : `has been closed${resolvedBy === null ? '' : ` by ${resolvedBy}`}`;
  return new RequestError('INCIDENT_CLOSED', 409, `${incidentName(no)} ${why}.`);
};
