import { visibleLine } from '@sightglass/model';
import type { CertificateFacts, PingedAddress, PingReport, PingStep, PingStepName } from '@sightglass/model/rest';
import { formatDuration } from './format.ts';
import type { Style } from './style.ts';

const titles: Readonly<Record<PingStepName, string>> = {
  dns: 'DNS lookup',
  tcp: 'TCP connect',
  tls: 'TLS',
  login: 'login',
  'round-trip': 'test query',
  read: 'table read',
};
const marks = { ok: '✓', failed: '✕', skipped: '·' } as const;
const formats = { ok: 'green', failed: 'red', skipped: 'dim' } as const;

/** A ping as people read it: the verdict, each step, and what to do next. */
export const renderPing = (report: PingReport, { paint }: Style): string => {
  const { host, port, database, ok, durationMs, serverVersion, certificate, addresses, warnings, error } = report;
  const address = visibleLine(`${host}:${port}/${database}`);
  const verdict = ok ? paint('green', 'is healthy') : paint('red', 'is unhealthy');
  const version = serverVersion === null ? '' : `, ${visibleLine(serverVersion)}`;
  return [
    `${address} ${verdict} (${formatDuration(durationMs)}${version})`,
    ...(addresses.length < 2 ? [] : addresses.map((one) => `  ${visibleLine(addressLine(one))}`)),
    ...report.steps.map((step) => `  ${paint(formats[step.state], marks[step.state])} ${stepLine(step)}`),
    ...(certificate === null ? [] : [`    certificate of ${visibleLine(nameOf(certificate))}`]),
    ...warnings.map((warning) => `  ${paint('yellow', '!')} ${visibleLine(warning)}`),
    ...(error === null
      ? []
      : [
          `${visibleLine(error.message)}${error.code === null ? '' : ` [${error.code}]`}`,
          `${paint('bold', 'Next:')} ${error.advice}`,
        ]),
  ].join('\n');
};

/** One that answers in another role than the URL requires is passed over, and not unhealthy. */
const addressLine = ({ host, port, ok, role, durationMs, error }: PingedAddress): string => {
  const mark = ok ? marks.ok : role === null ? marks.failed : marks.skipped;
  const answer = error === null || role !== null ? (role ?? 'healthy') : `${error.class} at ${titles[error.step]}`;
  return `${mark} ${host}:${port}  ${formatDuration(durationMs)}  ${answer}`;
};

const stepLine = ({ name, durationMs, detail }: PingStep): string =>
  `${titles[name].padEnd(11)}${(durationMs === null ? '' : formatDuration(durationMs)).padStart(8)}  ${visibleLine(detail ?? '')}`.trimEnd();

const nameOf = ({ subject, issuer, validUntil, daysLeft }: CertificateFacts): string =>
  `${subject}, by ${issuer}, until ${validUntil.slice(0, 10)} (${daysLeft} days)`;
