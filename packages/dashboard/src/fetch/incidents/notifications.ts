import type { AlertingHealth, IncidentNotifications } from '@sightglass/model/rest';
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '../client.ts';

/** Messages leave within seconds; no record announces them. */
const readEveryMs = 5_000;

export const incidentNotificationsQuery = (no: number) =>
  queryOptions({
    queryKey: ['incidents', 'notifications', no],
    refetchInterval: readEveryMs,
    queryFn: ({ signal }) => getJson<IncidentNotifications>(`incidents/${no}/notifications`, {}, signal),
  });

/** Whether trouble is judged, and messages leave. */
export const alertingHealthQuery = () =>
  queryOptions({
    queryKey: ['alerting', 'health'],
    refetchInterval: readEveryMs,
    queryFn: ({ signal }) => getJson<AlertingHealth>('alerting/health', {}, signal),
  });
