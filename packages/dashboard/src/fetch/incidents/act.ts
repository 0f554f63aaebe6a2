import type { IncidentItem } from '@sightglass/model/rest';
import { changeJson } from '../client.ts';

export type IncidentAct = 'ack' | 'take' | 'notes' | 'resolve';

/** Refused with 409 when somebody else has changed it since `version`. */
export const actOnIncident = (
  { no, version }: Pick<IncidentItem, 'no' | 'version'>,
  act: IncidentAct,
  body: object,
): Promise<IncidentItem> =>
  changeJson('POST', `incidents/${no}/${act}`, body, { headers: { 'if-match': `"${version}"` } });
