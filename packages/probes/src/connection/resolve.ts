import { fork } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';

export type Resolve = () => Promise<LookupAddress[]>;

interface Answer {
  readonly addresses?: LookupAddress[];
  readonly code?: string;
  readonly message?: string;
}

class LookupError extends Error {
  readonly code: string;
  constructor({ code = 'EAI_FAIL', message = 'the name could not be looked up' }: Answer) {
    super(message);
    this.code = code;
  }
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const program = fileURLToPath(new URL(`./resolver.${extension}`, import.meta.url));

/** What it takes to look a host up, started and ready, so that only the lookup itself is timed. */
export const startResolver = async (host: string): Promise<Resolve> => {
  const family = isIP(host);
  if (family !== 0) return () => Promise.resolve([{ address: host, family }]);
  const child = fork(program, [host], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const ended = once(child, 'exit').then(() => Promise.reject(new LookupError({})));
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  return async () => {
    const answered = once(child, 'message');
    child.send('look up');
    const [answer] = (await Promise.race([answered, ended])) as [Answer];
    child.disconnect();
    if (answer.addresses === undefined) throw new LookupError(answer);
    return answer.addresses;
  };
};
