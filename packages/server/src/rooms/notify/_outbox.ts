import { defaultSettings, type Finding, type Look, pipelineSubject } from '@sightglass/model/alerting';
import { createOwnTelemetry } from '../../events/own-telemetry.ts';
import { allReceivedAt } from '../../reception/reception-time.ts';
import type { StateStore } from '../../storage/state/state-store.ts';
import { createTick } from '../incidents/loop.ts';
import { storedWorldIn } from '../incidents/world.ts';
import type { MailChannel } from './config.ts';
import { notifyEvents } from './events.ts';
import { createSending } from './outbox/loop-sender.ts';
import { createMailSender } from './mail/send.ts';
import type { Scope } from './outbox/scopes.ts';
import { recipientsOf } from './recipients.ts';

export const beganMs = Date.parse('2026-11-27T05:00:00Z');

export const failed = (name: string, harm: 'no-data' | 'threat' = 'no-data', runId = 'run-1'): Look => ({
  subject: pipelineSubject('shop', name),
  criticality: null,
  usedBy: [],
  findings: [
    {
      what: 'failed',
      is: 'bad',
      sinceMs: beganMs,
      sentence: [`${name} failed at load`, { reason: 'could not extend file' }],
      words: 'failed at load',
      harm,
      runId,
      neededAtMs: null,
      retryEndsMs: null,
      causes: [],
    },
  ],
});

export const well = (name: string): Look => ({
  ...failed(name),
  findings: [{ what: 'failed', is: 'well' } satisfies Finding],
});

interface Given {
  readonly scopes?: ReadonlyMap<string, Scope>;
  /** An empty one of its own unless given. */
  readonly state?: StateStore;
}

/** The decisions and the outbox over one state, with a clock that is moved by hand. */
export const beginNights = async (channels: readonly MailChannel[], { scopes = new Map(), ...given }: Given = {}) => {
  const state = given.state ?? (await (await import('../../storage/state/_state.ts')).openTestState());
  let nowMs = beganMs;
  let looks: readonly Look[] = [];
  const parts = {
    world: storedWorldIn(state),
    lookAround: async () => ({ looks, blind: [], seeing: [] }),
    noteOccurrences: async () => {},
    settings: { ...defaultSettings, recipients: recipientsOf(channels) },
    receptionTime: () => allReceivedAt(nowMs),
  };
  const sendingParts = {
    state,
    channels: new Map(channels.map((channel) => [channel.name, channel])),
    senders: new Map(channels.map((channel) => [channel.name, createMailSender(channel, () => nowMs)])),
    publicUrl: 'https://sightglass.example.com',
    scopes: async () => scopes,
    nowMs: () => nowMs,
    events: notifyEvents(createOwnTelemetry(() => {})),
    chance: () => 0.5,
  };
  let tick = await createTick(parts);
  let send = createSending(sendingParts);
  return {
    state,
    tick: () => tick(),
    send: () => send(),
    after: (ms: number): void => void (nowMs += ms),
    nowMs: () => nowMs,
    /** What is found from now on. */
    find: (...found: readonly Look[]): void => void (looks = found),
    /** Another server takes over; what was under way stays as it is stored. */
    async restart(): Promise<void> {
      tick = await createTick({ ...parts, world: storedWorldIn(state) });
      send = createSending(sendingParts);
    },
    /** Decides, waits until a new incident speaks, and sends. */
    async tell(...found: readonly Look[]): Promise<void> {
      looks = found;
      await tick();
      nowMs += 31_000;
      await tick();
      await send();
    },
    notifications: () =>
      state.query<{ kind: string; target: string; status: string; why: string; attempts: number }>(
        "SELECT kind, target, status, why, attempts FROM notifications WHERE channel <> 'page' ORDER BY position",
      ),
    deliveries: () =>
      state.query<{ outcome: string; answer: string }>(
        'SELECT outcome, answer FROM deliveries ORDER BY at, notification_key, n',
      ),
    [Symbol.asyncDispose]: () => state[Symbol.asyncDispose](),
  };
};
export type Nights = Awaited<ReturnType<typeof beginNights>>;
