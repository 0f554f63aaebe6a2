import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from '../config/checkout.ts';
import type { StartOptions } from '../local-server/start.ts';

/** The simulated company, which is part of the repository like the flights example. */
export interface EstateExample {
  /** Its pipelines. */
  readonly company: readonly object[];
  readonly serverSettings: (warehouseUrl: string) => Pick<StartOptions, 'pipelines' | 'spanRules' | 'auditTables'>;
  readonly prepareEstate: (warehouseUrl: string) => Promise<void>;
  readonly playEstate: (options: EstateOptions) => EstatePlay;
}

export interface EstateOptions {
  readonly url: string;
  readonly warehouseUrl: string;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onHistory: (sent: EstateHistory) => void;
}

export interface EstateHistory {
  readonly records: number;
  readonly days: number;
  readonly tookMs: number;
}

export interface EstatePlay extends AsyncDisposable {
  readonly ended: Promise<void>;
}

/** By its path: it is no dependency of the published command. Undefined where there is no repository. */
export const loadEstate = async (): Promise<EstateExample | undefined> => {
  if (checkout === undefined) return undefined;
  const { href } = pathToFileURL(join(checkout, 'examples/estate/src/index.ts'));
  return (await import(href)) as EstateExample;
};
