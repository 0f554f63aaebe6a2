import { visibleLine } from '@sightglass/model';
import { alertingHealth } from '@sightglass/model/rest';
import { tokenHeader } from '../client/client.ts';
import { CliError } from '../errors.ts';
import { checkPort } from '../local-server/ports.ts';
import { formatDuration } from '../output/format.ts';
import { fail, ok, warn, type CheckResult } from './check.ts';

const timeoutMs = 5000;
const largestSkewMs = 5000;

/** Asks the server whether it is ready, and what time it is there. */
export const checkServer = async (url: string, isChosen: boolean): Promise<CheckResult[]> => {
  const startedAtMs = Date.now();
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${url.replace(/\/+$/u, '')}/readyz`, { signal, headers: tokenHeader(url) }).catch(
    () => undefined,
  );
  if (response === undefined) return [notReachable(url, isChosen)];
  const body = await response.text().catch(() => '');
  const ready = response.ok
    ? ok('server', `${url} is ready`)
    : fail(
        'server',
        `${url} is not ready: ${reasonsIn(body) ?? `${response.status} ${visibleLine(body.slice(0, 200).trim())}`}`,
        'Wait until it has started, or look at what it logs.',
      );
  return [
    ready,
    ...lossesIn(body).map(lost),
    ...checkClock(response.headers.get('date'), (startedAtMs + Date.now()) / 2),
  ];
};

interface Readiness {
  readonly checks: Readonly<Record<string, string>>;
  readonly losses?: readonly string[];
}

const readinessIn = (body: string): Readiness | undefined => {
  try {
    return JSON.parse(body) as Readiness;
  } catch {
    return undefined;
  }
};

/** What is wrong, as a server of this version says it. */
const reasonsIn = (body: string): string | undefined => {
  const wrong = Object.entries(readinessIn(body)?.checks ?? {}).filter(([, state]) => state !== 'ok');
  return wrong.length === 0 ? undefined : wrong.map(([name, state]) => `${name}: ${visibleLine(state)}`).join('; ');
};

const lossesIn = (body: string): readonly string[] => readinessIn(body)?.losses ?? [];

const lost = (sentence: string): CheckResult =>
  warn(
    'lost telemetry',
    visibleLine(sentence),
    'Send it again if its sender still has it; remove the entry from losses.json in the data folder once you know.',
  );

const notReachable = (url: string, isChosen: boolean): CheckResult => {
  const found = `nothing answers at ${url}`;
  return isChosen
    ? fail('server', found, 'Is --url or SIGHTGLASS_URL right, and is the server running?')
    : warn('server', found, 'Start it with `sightglass serve`, or name another with --url or SIGHTGLASS_URL.');
};

/** Whether somebody would be notified of trouble there. Nothing of a server that does not answer that. */
export const checkNotifying = async (url: string): Promise<CheckResult[]> => {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${url.replace(/\/+$/u, '')}/api/v1/alerting/health`, {
    signal,
    headers: tokenHeader(url),
  }).catch(() => undefined);
  const health = alertingHealth.safeParse(await response?.json().catch(() => undefined)).data;
  if (health === undefined) return [];
  const { sentence, channels, untold } = health;
  const name = 'notifications';
  if (!health.ok) return [warn(name, visibleLine(sentence), 'See `sightglass notify log`, and what the server logs.')];
  if (channels === 0) return [ok(name, 'incidents are shown on their pages alone: no channel is configured')];
  if (untold.length > 0)
    return [
      warn(
        name,
        `nobody was notified of ${untold.map((no) => `INC-${no}`).join(', ')}`,
        'Their pages say why; see `sightglass notify log` too.',
      ),
    ];
  return [ok(name, visibleLine(sentence))];
};

/** The Date header has whole seconds, so half a second of doubt comes off. */
const checkClock = (dateHeader: string | null, nowMs: number): CheckResult[] => {
  const thereMs = Date.parse(dateHeader ?? '');
  if (Number.isNaN(thereMs)) return [];
  const skewMs = Math.max(0, Math.abs(thereMs + 500 - nowMs) - 500);
  if (skewMs <= largestSkewMs) return [ok('clock', 'agrees with the server')];
  return [
    warn(
      'clock',
      `${formatDuration(skewMs)} away from the server's`,
      'Set both clocks by NTP; runs appear at the wrong time otherwise.',
    ),
  ];
};

/** Those of `sightglass serve` without options. */
export const checkDefaultPorts = async (): Promise<CheckResult[]> =>
  Promise.all(
    (
      [
        [4318, '--port'],
        [4317, '--grpc-port'],
      ] as const
    ).map(([port, option]) => portResult(port, option)),
  );

const portResult = async (port: number, option: string): Promise<CheckResult> => {
  try {
    await checkPort({ host: '127.0.0.1', port, option });
    return ok(`port ${port}`, 'free');
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return fail(`port ${port}`, 'cannot be listened on', error.message);
  }
};
