import { join } from 'node:path';
import type { ServerConfig } from './config/schema.ts';
import { engineEvents } from './engine/events.ts';
import { superviseEngine } from './engine/supervisor.ts';
import type { OwnTelemetry } from './events/own-telemetry.ts';
import { createEventStreams, type EventStreams, type OpenStream } from './http/event-stream.ts';
import type { ReadinessCheck } from './http/operations.ts';
import { openPlans, type Plans } from './plans/plans.ts';
import { createIntake, type Intake } from './intake/accept.ts';
import { intakeEvents, type IntakeEvents } from './intake/events.ts';
import { createLogTail, type LogTail } from './intake/tail.ts';
import { receptionMemoryIn } from './reception/memory.ts';
import type { ReceptionTime } from './reception/reception-time.ts';
import { startReception } from './reception/reception.ts';
import { observeSpool, spoolEvents } from './spool/events.ts';
import { startLoader } from './spool/loader.ts';
import { openSpool } from './spool/spool.ts';
import { storageEvents, type StorageEvents } from './storage/events.ts';
import { installationIdOf } from './storage/installation-id.ts';
import { migrateState } from './storage/state/migrate.ts';
import { openPglite } from './storage/state/pglite.ts';
import { openPostgres } from './storage/state/postgres.ts';
import type { StateStore } from './storage/state/state-store.ts';
import { createTelemetryClient, type TelemetryClient } from './storage/telemetry/client.ts';
import { insertSegmentFile } from './storage/telemetry/insert-segment.ts';
import { createLiveFeed, type LiveFeed } from './storage/telemetry/live-feed.ts';
import { migrateTelemetry } from './storage/telemetry/migrate.ts';
import { startRetention } from './storage/telemetry/retention/retention.ts';
import { replaceSpanRules } from './storage/telemetry/span-rules.ts';
import type { Signal } from './wire/proto.ts';

/** What a room may use. */
export interface Foundations {
  readonly config: ServerConfig;
  readonly own: OwnTelemetry;
  readonly state: StateStore;
  /** What the configuration expects of pipelines. */
  readonly plans: Plans;
  readonly telemetry: TelemetryClient;
  /** Takes an export request in as if it had been sent; a key it has seen before changes nothing. */
  readonly emit: (signal: Signal, request: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  /** Now, and until when everything sent has been received. */
  readonly receptionTime: () => ReceptionTime;
  /** Log records as they are accepted. */
  readonly tail: Pick<LogTail, 'subscribe'>;
  /** What has become queryable. */
  readonly live: Pick<LiveFeed, 'subscribe'>;
  readonly openStream: OpenStream;
}

/** The foundations and what only the doors of the server use. */
export interface House extends Foundations, AsyncDisposable {
  readonly intake: Intake;
  readonly intakeEvents: IntakeEvents;
  readonly streams: EventStreams;
  readonly readiness: readonly ReadinessCheck[];
}

const insertLanes = 2;

/** Opens what is stored and begins to load what was accepted; disposing ends it in reverse. Raises EngineStartError. */
export const openFoundations = async (config: ServerConfig, own: OwnTelemetry): Promise<House> => {
  await using parts = new AsyncDisposableStack();
  const events = { storage: storageEvents(own), intake: intakeEvents(own), spool: spoolEvents(own) };
  const state = parts.use(await openState(config, events.storage));
  const plans = await openPlans(state, config.pipelines, Date.now());
  const telemetry = await openTelemetry(config, own, events.storage, parts);

  const folder = join(config.dataDir, 'spool');
  const spool = parts.use(await openSpool({ folder, events: events.spool, mostBytes: config.spool.bytes }));
  observeSpool(own, spool);
  const tail = createLogTail();
  const live = createLiveFeed();
  const insert = insertSegmentFile(telemetry);
  parts.use(startLoader({ spool, events: events.spool, insert, onLoaded: live.announce, lanes: insertLanes }));
  const intake = createIntake({ spool, events: events.intake, onAccepted: tail.offer });
  const reception = parts.use(
    await startReception({
      ...receptionMemoryIn(state, await installationIdOf(config.dataDir)),
      canReceive: () => !spool.isFull,
      oldestUnread: () => spool.oldestAt,
      onError: events.storage.stateConnectionLost,
    }),
  );
  const streams = createEventStreams();
  const owned = parts.move();
  return {
    config,
    own,
    state,
    plans,
    telemetry,
    emit: intake.accept,
    receptionTime: () => reception.at(Date.now()),
    tail,
    live,
    openStream: streams.openStream,
    intake,
    intakeEvents: events.intake,
    streams,
    readiness: [
      { name: 'telemetry engine', check: telemetry.ping },
      { name: 'state', check: state.ping },
      { name: 'spool', check: async () => !spool.isFull },
    ],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

const openState = async (
  { stateUrl, dataDir }: ServerConfig,
  { stateConnectionLost }: StorageEvents,
): Promise<StateStore> => {
  const state =
    stateUrl === undefined
      ? await openPglite(join(dataDir, 'state'))
      : openPostgres({ url: stateUrl, onError: stateConnectionLost });
  await migrateState(state);
  return state;
};

const openTelemetry = async (
  { dataDir, spanRules, retention }: ServerConfig,
  own: OwnTelemetry,
  events: StorageEvents,
  parts: AsyncDisposableStack,
): Promise<TelemetryClient> => {
  const engine = parts.use(await superviseEngine({ dataDir, events: engineEvents(own) }));
  const telemetry = parts.use(createTelemetryClient({ address: engine.address, database: 'default' }));
  await migrateTelemetry(telemetry);
  await replaceSpanRules(telemetry, spanRules);
  parts.use(startRetention({ telemetry, limits: retention, events }));
  return telemetry;
};
