import { ownEvents, safePath, severityNumbers } from '@sightglass/model';
import type { WatchedApi } from '../config.ts';
import { type OwnRecord, ownRequest } from '../../../wire/own-record.ts';
import type { ProbeResult } from './loop-probe.ts';

/** An export request that says how a probe went. */
export const probeEvent = ({ name, url }: WatchedApi, result: ProbeResult, atMs: number): Uint8Array => {
  const { state, durationMs, error, problem, status, certificateExpiresAtMs } = result;
  const { hostname, port, protocol, origin, pathname } = new URL(url);
  const took = `${Math.round(durationMs)} ms`;
  const record: OwnRecord = {
    eventName: ownEvents.probeFinished.name,
    body:
      state === 'pass'
        ? `${name} is healthy, ${took}`
        : `${name} is unhealthy: ${problem ?? error ?? 'unknown'}, ${took}`,
    severityNumber: state === 'pass' ? severityNumbers.DEBUG : severityNumbers.WARN,
    atMs,
    attributes: {
      dependencyName: name,
      dependencyKind: 'api',
      probeState: state,
      probeDurationMs: durationMs,
      errorType: error ?? null,
      exceptionMessage: problem ?? null,
      httpResponseStatusCode: status ?? null,
      serverAddress: hostname,
      serverPort: Number(port) || (protocol === 'https:' ? 443 : 80),
      urlFull: `${origin}${safePath(pathname)}`,
      certificateNotAfter: certificateExpiresAtMs === undefined ? null : new Date(certificateExpiresAtMs).toISOString(),
    },
  };
  return ownRequest({ scope: 'apis', records: [record] });
};
