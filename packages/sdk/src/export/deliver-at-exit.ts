import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileBeside } from '../file-beside.ts';
import { environmentForChild, type SdkConfig } from '../config/environment.ts';
import type { Exporter } from './exporter.ts';

/** A packaged program is its own executable: starting that again would start the program again. */
const isPlainNode = /^node(?:js)?(?:\.exe)?$/iu.test(basename(process.execPath));
const courierUrl = fileBeside(import.meta.url, 'deliver-at-exit', 'courier');
/** Empty where there is none: in a bundle what was not sent stays on disk for the next run. */
const courier = courierUrl === undefined ? '' : fileURLToPath(courierUrl);
/** From source, the packages it imports are taken from source, too: they need not have been built. */
const conditions = courier.endsWith('.ts') ? ['--conditions=@sightglass/source'] : [];
const longestMs = 600_000;
/** A server that is busy may need so many pauses, half a minute in all. */
const backgroundRetries = 5;
/** Exit code of a courier that was not done in time, while the server took what it brought. */
const unfinished = 3;

type CourierConfig = Pick<SdkConfig, 'urls' | 'headers' | 'bufferDir' | 'flushTimeoutMs'>;

/**
 * A process that is ending cannot wait for the network, so a short-lived child delivers its disk buffer, for at most
 * `flushTimeoutMs`. What is still left then goes on in the background, where the server has taken some; else it stays on disk for the next
 * process. Headers go through standard input: they may hold a token.
 */
export const deliverAtExit = (exporter: Exporter, config: CourierConfig): void => {
  if (!canSend(config) || !exporter.hasWork) return;
  exporter.abandon();
  const { status } = spawnSync(process.execPath, [...conditions, courier], {
    input: errandOf(config, config.flushTimeoutMs * 0.8, 0),
    env: environmentForChild(),
    timeout: config.flushTimeoutMs,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  if (status === unfinished) sendCourier(config);
};

/** Leaves the disk buffer to a process in the background, which ends when the server takes nothing for half a minute. */
export const deliverInBackground = (exporter: Exporter, config: CourierConfig): void => {
  if (!canSend(config) || !exporter.hasWork) return;
  exporter.abandon();
  sendCourier(config);
};

const canSend = ({ bufferDir, flushTimeoutMs }: CourierConfig): boolean =>
  bufferDir !== undefined && flushTimeoutMs > 0 && isPlainNode && courier !== '' && existsSync(courier);

const errandOf = ({ urls, headers, bufferDir }: CourierConfig, timeoutMs: number, retries: number): string =>
  JSON.stringify({ config: { urls, headers, bufferDir, quiet: true }, timeoutMs, retries });

const sendCourier = (config: CourierConfig): void => {
  const child = spawn(process.execPath, [...conditions, courier], {
    env: environmentForChild(),
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  // Short enough for the pipe to take it at once, also while this process exits.
  child.stdin.end(errandOf(config, longestMs, backgroundRetries));
  child.unref();
};
