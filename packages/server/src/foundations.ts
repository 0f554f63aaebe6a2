import { join } from 'node:path';
import { answerRequests } from './access/machine/drop-folder.ts';
import { giveWayIn } from './access/machine/way-in.ts';
import { type Access, openAccess } from './access/open-access.ts';
import type { Redactor } from '@sightglass/model/redaction';
import type { DatabaseSample } from '@sightglass/model/rest';
import { limitsIn } from './config/limits.ts';
import { forgetAccessLog } from './access/store/forget-access-log.ts';
import { backupEvents } from './backup/events.ts';
import { type BackupService, createBackupService } from './backup/service.ts';
import { removeSnapshot } from './backup/snapshot.ts';
import { productVersion } from './backup/version.ts';
import type { ServerConfig } from './config/schema.ts';
import { engineEvents } from './engine/events.ts';
import { type EngineSupervisor, superviseEngine } from './engine/supervisor.ts';
import type { OwnTelemetry } from './events/own-telemetry.ts';
import { createEventStreams, type EventStreams, type OpenStream } from './http/event-stream.ts';
import type { ReadinessCheck, Trouble } from './http/operations.ts';
import { openPlans } from './plans/open-plans.ts';
import type { Plans } from './plans/plans.ts';
import { insertWhereRoom } from './insert-where-room.ts';
import { createIntake, type Intake } from './intake/accept.ts';
import { intakeEvents, type IntakeEvents } from './intake/events.ts';
import { createLogTail, type LogTail } from './intake/tail.ts';
import { receptionMemoryIn } from './reception/memory.ts';
import type { ReceptionTime } from './reception/reception-time.ts';
import { startReception } from './reception/reception.ts';
import { type DiskRoom, openDiskRoom } from './spool/disk-room.ts';
import { observeSpool, spoolEvents } from './spool/events.ts';
import { type Loader, startLoader } from './spool/loader.ts';
import { openSpool, type Spool } from './spool/spool.ts';
import { storageEvents, type StorageEvents } from './storage/events.ts';
import { installationIdOf } from './storage/installation-id.ts';
import { type DamagedState, openEmbeddedState } from './storage/state/embedded.ts';
import { joinState } from './storage/state/joined-state.ts';
import { legalHoldsIn } from './storage/state/legal-holds.ts';
import { migrateState } from './storage/state/migrate.ts';
import type { StateStore } from './storage/state/state-store.ts';
import { createTelemetryClient, type TelemetryClient } from './storage/telemetry/client.ts';
import type { ErasureParts } from './storage/telemetry/erasure/erase.ts';
import { beginWithTemplate } from './storage/telemetry/engine-template.ts';
import { createLiveFeed, type LiveFeed } from './storage/telemetry/live-feed.ts';
import { type PartCare, startPartCare } from './storage/telemetry/parts/care.ts';
import { lossEvent } from './storage/telemetry/parts/loss-event.ts';
import { type LossBook, lossTrouble, openLossBook, stateLoss } from './storage/telemetry/parts/losses.ts';
import { readinessChecks } from './readiness.ts';
import { migrateTelemetry } from './storage/telemetry/migrate.ts';
import { keepCountViews } from './storage/telemetry/redaction/count-views.ts';
import { countRedacted } from './storage/telemetry/redaction/count-redacted.ts';
import { openRedaction, type Redaction } from './storage/telemetry/redaction/open-redaction.ts';
import { type Retention, startRetention } from './storage/telemetry/retention/retention.ts';
import { type RuleBook, ruleBookIn } from './storage/telemetry/span-rules/kept-rules.ts';
import { openStandingRules, type StandingRules } from './storage/telemetry/span-rules/standing-rules.ts';
import type { VisiblePart } from './storage/telemetry/visible/visible-part.ts';
import { openSenders, type Senders } from './senders/open-senders.ts';
import type { Signal } from './wire/proto.ts';

/** What a room may use. */
export interface Foundations {
  readonly config: ServerConfig;
  readonly own: OwnTelemetry;
  readonly state: StateStore;
  /** The same, also where these are of a part (`part`): a room that asks for it shows of it what is in the part. */
  readonly stateOfAll: StateStore;
  /** Who may do what. */
  readonly access: Access;
  /** Who sends what. */
  readonly senders: Senders;
  /** What the configuration expects of pipelines. */
  readonly plans: Plans;
  readonly telemetry: TelemetryClient;
  /** The same, also where these are of a part: what Sightglass itself saw of a system names no pipeline, and a room shows of it the systems in the part. */
  readonly telemetryOfAll: TelemetryClient;
  /** The latest look into each database, by its name; of all, likewise. */
  readonly samples: Map<string, DatabaseSample>;
  /** The part of all telemetry that these are of; undefined: all of it. What holds no telemetry of the engine is limited by it. */
  readonly part: VisiblePart | undefined;
  /** Takes an export request in as if it had been sent; a key it has seen before changes nothing. */
  readonly emit: (signal: Signal, request: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  /** Now, and until when everything sent has been received. */
  readonly receptionTime: () => ReceptionTime;
  /** Log records as they are accepted. */
  readonly tail: Pick<LogTail, 'subscribe'>;
  /** What is redacted; undefined when nothing is. */
  readonly redaction: Redaction | undefined;
  /** What makes runs of spans. */
  readonly spanRules: Pick<StandingRules, 'list' | 'add' | 'remove'>;
  /** What has become queryable. */
  readonly live: Pick<LiveFeed, 'subscribe'>;
  readonly openStream: OpenStream;
  /** Takes backups while everything goes on. */
  readonly backup: Pick<BackupService, 'begin' | 'isUnderWay'>;
  /** What erasing needs of the spool and the engine. */
  readonly erasing: Omit<ErasureParts, 'telemetry'>;
  /** Deletes what is beyond the limits. */
  readonly retention: Pick<Retention, 'heldBytes'>;
}

/** The foundations and what only the doors of the server use. */
export interface House extends Foundations, AsyncDisposable {
  readonly intake: Intake;
  readonly intakeEvents: IntakeEvents;
  readonly streams: EventStreams;
  readonly readiness: readonly ReadinessCheck[];
  /** What was accepted and is lost, in sentences. */
  readonly losses: () => Promise<readonly Trouble[]>;
}

const insertLanes = 2;

/** Opens what is stored and begins to load what was accepted; disposing ends it in reverse. Raises EngineStartError. */
export const openFoundations = async (config: ServerConfig, own: OwnTelemetry): Promise<House> => {
  await using parts = new AsyncDisposableStack();
  const events = { storage: storageEvents(own), intake: intakeEvents(own), spool: spoolEvents(own) };
  const losses = openLossBook(config.dataDir);
  const state = joinState(parts.use(await openState(config, events.storage, losses)));
  const senders = parts.use(openSenders({ state, limits: limitsIn(config), own }));
  const installationId = await installationIdOf(config.dataDir);
  const planParts = { state, installationId, onDifferences: events.storage.plansDiffer };
  const plans = await openPlans(planParts, config.pipelines, Date.now());
  let onDamage = (): void => {};
  const { engine, telemetry, retention } = await openTelemetry(config, own, { ...events, state }, parts, () =>
    onDamage(),
  );
  const redaction = await redactionFor(config, state, telemetry, own, parts);
  const live = createLiveFeed();
  const book = ruleBookIn(state, installationId);
  const spanRules = parts.use(await openRules(telemetry, book, config, live, events.storage));
  const folder = join(config.dataDir, 'spool');
  const room = parts.use(await openDiskRoom({ folder: config.dataDir, reserveBytes: config.spool.reserve }));
  const spool = parts.use(await openSpool({ folder, room, events: events.spool, mostBytes: config.spool.bytes }));
  observeSpool(own, spool);
  const tail = createLogTail();
  const insert = insertWhereRoom({ telemetry, engine, room, redaction, events: events.storage });
  const loader = startLoader({ spool, events: events.spool, insert, onLoaded: live.announce, lanes: insertLanes });
  const stored = { telemetry, engine, room, spool, loader, losses };
  const careEvents = withLossEvents(events.storage, () => intake);
  const care = parts.use(openCare(config, stored, careEvents));
  onDamage = care.wake;
  parts.use(loader);
  const intake = createIntake({ spool, events: events.intake, onAccepted: tail.offer, redactor: strictOf(redaction) });
  const reception = parts.use(
    await startReception({
      ...receptionMemoryIn(state, installationId),
      canReceive: () => !spool.isFull,
      oldestUnread: () => spool.oldestAt,
      onError: events.storage.stateConnectionLost,
    }),
  );
  const streams = createEventStreams();
  const backup = parts.use(openBackups(config, own, { telemetry, state, loader, spool }));
  const access = await openAccessIn(state, config, parts, events.storage);
  const owned = parts.move();
  return {
    config,
    own,
    state,
    stateOfAll: state,
    access,
    senders,
    plans,
    telemetry,
    telemetryOfAll: telemetry,
    samples: new Map(),
    part: undefined,
    emit: intake.accept,
    receptionTime: () => reception.at(Date.now()),
    tail,
    redaction,
    spanRules,
    live,
    openStream: streams.openStream,
    backup,
    erasing: erasingParts(engine, loader, spool),
    retention,
    intake,
    intakeEvents: events.intake,
    streams,
    readiness: readinessChecks({ ...config, engine, telemetry, state, spool, care, retention }),
    losses: async () => (await losses.all()).map(lossTrouble),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

/** Also for who works on this machine. */
const openAccessIn = async (
  state: StateStore,
  { dataDir, signIn }: ServerConfig,
  parts: AsyncDisposableStack,
  { wayInFailed }: StorageEvents,
): Promise<Access> => {
  const access = openAccess(state, signIn);
  parts.use(await answerRequests(dataDir, (request) => giveWayIn({ ...access, together: access.gate.together }, request), wayInFailed));
  return access;
};

const redactionFor = async (
  { privacy }: ServerConfig,
  state: StateStore,
  telemetry: TelemetryClient,
  own: OwnTelemetry,
  parts: AsyncDisposableStack,
): Promise<Redaction | undefined> => {
  const redaction = await openRedaction(privacy, state);
  await keepCountViews(telemetry, redaction !== undefined);
  if (redaction !== undefined) parts.use(countRedacted(telemetry, own));
  return redaction;
};

const strictOf = (redaction: Redaction | undefined): Redactor | undefined =>
  redaction?.policy.strict ? redaction.redactor : undefined;

const openBackups = (
  { dataDir }: ServerConfig,
  own: OwnTelemetry,
  {
    telemetry,
    state,
    loader,
    spool,
  }: Pick<Foundations, 'telemetry' | 'state'> & { readonly loader: Loader; readonly spool: Spool },
): BackupService =>
  createBackupService({
    dataDir,
    version: productVersion(),
    telemetry,
    state,
    whileStill: loader.whileStill,
    waitingSegments: async () => (await spool.sealed()).map(({ path }) => path),
    keptSegments: () => spool.kept.all().map(({ path }) => path),
    events: backupEvents(own),
  });

const openRules = (
  telemetry: TelemetryClient,
  book: RuleBook,
  { spanRules }: ServerConfig,
  live: LiveFeed,
  { spanRulesFailed }: StorageEvents,
): Promise<StandingRules> =>
  openStandingRules({
    telemetry,
    book,
    fromFile: spanRules,
    onChanged: () => live.announce('logs'),
    onError: spanRulesFailed,
  });

/** What is lost is also an event among the telemetry. */
const withLossEvents = (events: StorageEvents, intake: () => Intake): StorageEvents => ({
  ...events,
  recordsLost(loss) {
    events.recordsLost(loss);
    intake().accept('logs', lossEvent(loss, Date.now()), `lost ${loss.folder}`).catch(events.careFailed);
  },
});

const openState = async (
  { stateUrl, dataDir }: ServerConfig,
  { stateConnectionLost, stateDamaged }: StorageEvents,
  losses: LossBook,
): Promise<StateStore> => {
  if (stateUrl === undefined) {
    const damaged: DamagedState[] = [];
    const state = await openEmbeddedState(join(dataDir, 'state'), (found) => void damaged.push(found));
    for (const { folder, error } of damaged) {
      stateDamaged(folder, error);
      await losses.add(stateLoss(folder, new Date()));
    }
    return state;
  }
  const { openPostgres } = await import('./storage/state/postgres.ts'); // few need its driver
  const state = openPostgres({ url: stateUrl, onError: stateConnectionLost });
  await migrateState(state);
  return state;
};

/** Longer than segments wait, also behind a slow engine. */
const mostStoringMs = 600_000;

const erasingParts = (
  { restart }: EngineSupervisor,
  { whileStill }: Loader,
  { untilStored }: Spool,
): Foundations['erasing'] => ({
  restartEngine: restart,
  whileStill,
  untilStored: () => untilStored(AbortSignal.timeout(mostStoringMs)),
});

interface Stored {
  readonly telemetry: TelemetryClient;
  readonly engine: EngineSupervisor;
  readonly room: DiskRoom;
  readonly spool: Spool;
  readonly loader: Loader;
  readonly losses: LossBook;
}

const openCare = (
  { dataDir }: ServerConfig,
  { telemetry, engine, room, spool, loader, losses }: Stored,
  events: StorageEvents,
): PartCare =>
  startPartCare({
    telemetry,
    kept: keptSegments(spool, loader),
    restartEngine: engine.restart,
    timesShort: () => room.timesShort,
    isShort: () => room.isShort,
    dataDir,
    losses,
    events,
  });

/** The segments that the spool keeps until what they became is known to be readable. */
const keptSegments = (spool: Spool, { whileStill }: Loader) => ({
  all: spool.kept.all,
  release: spool.release,
  again: spool.again,
  isSettled: () => spool.isSettled,
  whileStill,
});

const openTelemetry = async (
  config: ServerConfig,
  own: OwnTelemetry,
  { storage: events, state }: { readonly storage: StorageEvents; readonly state: StateStore },
  parts: AsyncDisposableStack,
  onDamage: () => void,
): Promise<{ engine: EngineSupervisor; telemetry: TelemetryClient; retention: Retention }> => {
  const { dataDir, retention } = config;
  const { rowsToRead: rows, bytesToRead: bytes } = limitsIn(config);
  await removeSnapshot(dataDir);
  await beginWithTemplate(dataDir);
  const engine = parts.use(await superviseEngine({ dataDir, events: engineEvents(own) }));
  const telemetry = parts.use(
    createTelemetryClient({ address: engine.address, database: 'default', ceilings: { rows, bytes }, onDamage }),
  );
  await migrateTelemetry(telemetry);
  const [holds, forgetAccess] = [legalHoldsIn(state).standing, forgetAccessLog(state)];
  const kept = parts.use(startRetention({ telemetry, limits: retention, holds, forgetAccess, events }));
  return { engine, telemetry, retention: kept };
};
