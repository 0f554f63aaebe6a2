import { fileProfile } from '@sightglass/model/contract';
import { z } from 'zod';
import { serverHeaders, serverUrl } from '../../config/configure.ts';
import { type History, isSame } from './history.ts';
import { HistoryUnreachableError } from './history-error.ts';

/** The history that a server keeps of the checks that were reported to it. */
export interface ServerHistory {
  /** Base URL; that of the SDK when absent. */
  readonly server?: string | undefined;
  /** Of the pipelines that reported the checks. */
  readonly namespace?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const timeoutMs = 5_000;
const mostAsked = 100;

const answer = z.object({ items: z.array(fileProfile) });

/** Reads only: a file becomes part of it when its check is reported. Raises HistoryUnreachableError. */
export const openServerHistory = (
  { server = serverUrl(), namespace = 'default', headers = serverHeaders() }: ServerHistory,
  contract: string,
): History => ({
  read: async (most, current) => {
    if (server === undefined) throw new HistoryUnreachableError('the SDK is switched off, so that no server is known');
    const limit = String(Math.min(mostAsked, most * 2 + 5)); // those of this file are left out
    const query = new URLSearchParams({ contract, namespace, limit }).toString();
    const url = `${server.replace(/\/+$/u, '')}/api/v1/checks/profiles?${query}`;
    const { items } = await fetchProfiles(url, headers).catch((error: unknown) => {
      throw new HistoryUnreachableError(`the history of ${server} cannot be read: ${reasonOf(error)}`, {
        cause: error,
      });
    });
    return items.filter((profile) => !isSame(profile, current)).slice(0, most);
  },
  add: async () => undefined,
});

const fetchProfiles = async (
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<z.output<typeof answer>> => {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  const body: unknown = await response.json();
  const parsed = answer.safeParse(body, { jitless: true });
  if (!parsed.success) throw new Error('it did not answer as Sightglass does');
  return parsed.data;
};

const reasonOf = (error: unknown): string => {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const { code, message: inner } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
  return code === 'ECONNREFUSED' ? 'no server listens there' : (code ?? inner ?? message);
};
