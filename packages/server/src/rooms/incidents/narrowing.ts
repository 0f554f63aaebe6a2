import type { incidentFilterQuery } from '@sightglass/model/rest';
import type { z } from 'zod';
import { unixMsOf } from '../../http/instant.ts';
import type { IncidentFilter } from './store.ts';

/** What the parameters of a request narrow incidents to. */
export const narrowingOf = ({
  from,
  to,
  ...filter
}: z.output<typeof incidentFilterQuery>): Omit<IncidentFilter, 'limit'> => ({
  ...filter,
  fromMs: unixMsOf(from),
  toMs: unixMsOf(to),
});
