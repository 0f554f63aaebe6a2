import { pingStepNames, type PingReport } from '@sightglass/model/rest';
import { pingAddress, type PingOptions } from './ping-address.ts';
import { isSocket, type Target } from '../target/target.ts';

/**
 * Checks a database once. Of several addresses all are checked at the same time, each within the whole deadline; the
 * first in the order of the URL that is well counts. Never raises, and never takes longer than `timeoutMs` and the start of a thread.
 */
export const ping = async (target: Target, options: PingOptions): Promise<PingReport> => {
  const reports = await Promise.all(addressesOf(target).map((one) => pingAddress(one, options)));
  const prefers = (report: PingReport): number =>
    target.wantedRole === 'prefer-standby' && report.role !== 'standby' ? 1 : 0;
  const best = reports.toSorted((a, b) => distance(a) - distance(b) || prefers(a) - prefers(b))[0] as PingReport;
  return {
    ...best,
    addresses: reports.flatMap(({ addresses }) => addresses),
    warnings: [...best.warnings, ...(best.ok ? reports.flatMap(unwell) : [])],
  };
};

/** The same target at each of its addresses. */
export const addressesOf = (target: Target): Target[] =>
  [target, ...target.alternates].map(({ host, port }) => ({
    ...target,
    host,
    port,
    ...(isSocket(host) ? { tls: 'off' as const } : {}),
    alternates: [],
  }));

/** How many steps from well; 0 is well. */
const distance = ({ error }: PingReport): number =>
  error === null ? 0 : pingStepNames.length - pingStepNames.indexOf(error.step);

/** One that answers in another role is what a list of addresses is made for. */
const unwell = ({ host, port, role, error }: PingReport): string[] =>
  error === null || role !== null
    ? []
    : [`${host}:${port} would not do: ${error.class} at ${error.step}, ${error.message}`];
