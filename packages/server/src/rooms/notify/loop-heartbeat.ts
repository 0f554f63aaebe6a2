import { writtenSentence } from '@sightglass/model';
import { repeatedly } from '../../schedule/repeatedly.ts';
import type { NotifyEvents } from './events.ts';
import type { Health } from './health.ts';

export interface HeartbeatParts {
  readonly url: string;
  readonly health: () => Promise<Health>;
  readonly nowMs: () => number;
  readonly events: Pick<NotifyEvents, 'noHeartbeat'>;
}

const everyMs = 60_000;
const timeoutMs = 10_000;

/** Fetches the URL once where trouble is judged and messages leave; gives whether it did. What is wrong is logged once until it is well again. */
export const createHeartbeat = ({ url, health, nowMs, events }: HeartbeatParts): (() => Promise<boolean>) => {
  let isLogged = false;
  const skip = (reason: string): false => {
    if (!isLogged) events.noHeartbeat(reason);
    isLogged = true;
    return false;
  };
  return async () => {
    const { ok, sentence } = await health();
    if (!ok) return skip(writtenSentence(sentence, nowMs()).sentence);
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch(
      () => undefined,
    );
    await response?.body?.cancel();
    if (response === undefined) return skip(`${new URL(url).host} cannot be reached`);
    if (!response.ok) return skip(`${new URL(url).host} answered ${response.status}`);
    isLogged = false;
    return true;
  };
};

/** Each minute until disposed. It stops with this process, and with what it reports on: a watchdog elsewhere notices. */
export const keepBeating = (parts: HeartbeatParts): AsyncDisposable => {
  const beat = createHeartbeat(parts);
  return repeatedly(async () => (await beat(), everyMs), {
    againInMs: everyMs,
    onError: () => parts.events.noHeartbeat('the state cannot be read'),
  });
};
