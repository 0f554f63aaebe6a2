import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentForChild, type SdkConfig } from '../config/environment.ts';
import type { Exporter } from './exporter.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
/** A packaged program is its own executable: starting that again would start the program again. */
const isPlainNode = /^node(?:js)?(?:\.exe)?$/iu.test(basename(process.execPath));
const courier = fileURLToPath(new URL(`./courier.${extension}`, import.meta.url));
/** From source, the packages it imports are taken from source, too: they need not have been built. */
const conditions = extension === 'ts' ? ['--conditions=@sightglass/source'] : [];

/**
 * A process that is ending cannot wait for the network, so a short-lived child delivers its disk buffer, for at most
 * `flushTimeoutMs`. What the child does not get rid of stays on disk for the next process. Headers go through standard input:
 * they may hold a token.
 */
export const deliverAtExit = (exporter: Exporter, config: SdkConfig): void => {
  if (config.bufferDir === undefined || config.flushTimeoutMs === 0) return;
  if (!exporter.hasWork || !isPlainNode || !existsSync(courier)) return;
  exporter.abandon();
  const { urls, headers, bufferDir, flushTimeoutMs } = config;
  const input = JSON.stringify({ config: { urls, headers, bufferDir }, timeoutMs: flushTimeoutMs * 0.8 });
  spawnSync(process.execPath, [...conditions, courier], {
    input,
    env: environmentForChild(),
    timeout: flushTimeoutMs,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
};
