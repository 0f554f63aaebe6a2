import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { ClickHouseError, ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { bind, type QueryParameters } from './bind.ts';
import { forNobody, isForRequest, readingOver, unlessOver } from './reader.ts';
import { createStoreVersion } from './store-version.ts';
import { rowFiltersSql } from './visible/row-filters.ts';
import type { VisiblePart } from './visible/visible-part.ts';

/** Where an engine answers the ClickHouse HTTP interface. */
export interface TelemetryAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** Statements that write, that read, and pings each have connections of their own, so that none can starve another. */
type Lane = 'write' | 'read' | 'control';

/** The telemetry engine as the rest of the server sees it: rows out, statements and segments in. */
export interface TelemetryClient extends AsyncDisposable {
  /**
   * Rows of a SELECT, limited in time and memory; `{name:Type}` marks parameters. Stops with the request it is for (`reader.ts`). Raises
   * ClickHouseError, TelemetryUnavailableError, QueryTimeoutError, ReaderLeftError.
   */
  rows<Row>(sql: string, parameters?: QueryParameters, wishes?: ReadWishes): Promise<Row[]>;
  /** The rows of a SELECT as the bytes of one JSON array, for answers too large to take apart here. Read it to its end, or destroy it. */
  json(sql: string, parameters?: QueryParameters): Promise<Readable>;
  /** Runs a statement that changes something; `lines`: it stores records of which nothing is folded. */
  execute(sql: string, what?: 'lines'): Promise<void>;
  /** The same text as before while this client has changed nothing since but lines, in the same engine; undefined while that is not known. */
  version(): Promise<string | undefined>;
  /** Whether the engine answers now; false after two seconds of silence. */
  ping(): Promise<boolean>;
  /** The same engine for somebody who may see a part of it: whatever is read through it, other rows are not there. It changes nothing. */
  limitedTo(part: VisiblePart): TelemetryClient;
}

/** How one query is to be read. */
export interface ReadWishes {
  /** `isTooLarge` judges what is raised when the rows take more bytes in the engine. */
  readonly mostBytes?: number;
  /** Hardly any record is found: indexes are asked about the whole range before anything of it is read, not beside reading. */
  readonly isOfFew?: boolean;
}

export class TelemetryUnavailableError extends Error {
  readonly code = 'TELEMETRY_UNAVAILABLE';
  constructor(cause: unknown) {
    super('The telemetry engine does not answer; it is being restarted. Try again in a few seconds.', { cause });
  }
}

const unavailable = (cause: unknown): Error => new TelemetryUnavailableError(cause);

/** Raised by this side when the engine has not answered long after its own limit, or not all queries of a request in time. */
export class QueryTimeoutError extends Error {
  readonly code = 'QUERY_TIMEOUT';
  constructor(timeoutMs: number, cause?: unknown) {
    super(`The telemetry engine did not answer within ${timeoutMs / 1_000} s.`, { cause });
  }
}

/** The answer has no reader any more. */
export class ReaderLeftError extends Error {
  readonly code = 'READER_LEFT';
  readonly statusCode = 499;
  constructor(cause?: unknown) {
    super('The reader left before the query ended; the query was stopped.', { cause });
  }
}

const readLimits = 'readonly = 1, max_threads = 2';
/** A page of the newest records stops reading when it is full; with buffers for each part it would have read them all by then. */
const inOrder = 'read_in_order_use_buffering = 0';
const mostSeconds = 20;
/**
 * Compiling an expression costs up to 150 ms the fourth time a query or an insert comes. No page runs long enough to earn that back, and
 * inserts of 60,000 records are as quick without: the rest of their work is parsing and compression.
 */
export const withoutCompiling =
  'compile_expressions = 0, compile_aggregate_expressions = 0, compile_sort_description = 0';
const readSettings = (seconds: number): string =>
  `${readLimits}, ${inOrder}, max_execution_time = ${seconds}, ${withoutCompiling}`;
/** Longer than a query may wait for its turn and then run (`engine/child.ts`), so that the engine's own words arrive. */
const requestTimeoutMs = 40_000;
const pingTimeoutMs = 2_000;
const insertTimeoutMs = 300_000;

/** What one query may read. The engine knows it before it begins, but for a page of the newest records, which ends when it is full. */
export interface Ceilings {
  readonly rows: number | undefined;
  readonly bytes: number | undefined;
}

const ceilingSettings = ({ rows, bytes }: Ceilings): string =>
  [
    rows === undefined ? '' : `, max_rows_to_read = ${rows}`,
    bytes === undefined ? '' : `, max_bytes_to_read = ${bytes}`,
  ].join('');

export interface TelemetryClientOptions {
  /** The same object for as long as it is the same engine. */
  readonly address: () => Promise<TelemetryAddress>;
  readonly database: string;
  /** How long a SELECT may run; 20 s unless given. */
  readonly mostQuerySeconds?: number;
  /** How much one query of a request from outside may read; any amount unless given. */
  readonly ceilings?: Ceilings | undefined;
  /** Called when a query failed as it does where stored files are damaged. */
  readonly onDamage?: () => void;
}

/** Talks to whichever engine `address` names now, so that a restarted engine is found again. */
export const createTelemetryClient = ({
  address,
  database,
  mostQuerySeconds = mostSeconds,
  ceilings = { rows: undefined, bytes: undefined },
  onDamage = () => {},
}: TelemetryClientOptions): TelemetryClient => {
  const usual = readSettings(mostQuerySeconds);
  const bounded = `${usual}${ceilingSettings(ceilings)}`;
  const settings = (): string => (isForRequest() ? bounded : usual);
  const clients = new Map<string, ClickHouseClient>();
  const storeVersion = createStoreVersion((error) => !(error instanceof ClickHouseError), insertTimeoutMs);

  const clientFor = async (lane: Lane, over?: AbortSignal): Promise<ClickHouseClient> => {
    // An engine that is being started may take longer than its reader waits.
    const { url, username, password } = await unlessOver(address(), over, unavailable);
    const key = `${lane} ${url}`;
    const known = clients.get(key);
    if (known !== undefined) return known;
    const client = createClient({
      url,
      username,
      password,
      database,
      request_timeout: lane === 'write' ? insertTimeoutMs : requestTimeoutMs,
      max_open_connections: 8,
      http_headers: { 'x-sightglass-lane': lane },
      log: { level: ClickHouseLogLevel.OFF },
      keep_alive: { enabled: true, idle_socket_ttl: 2_000 },
    });
    clients.set(key, client);
    return client;
  };

  const noticing = <Result>(read: (abort: Abort) => Promise<Result>): Promise<Result> =>
    twice(read).catch((error: unknown) => {
      if (isDamage(error)) onDamage();
      throw error;
    });

  const reading = (settingsOf: () => Promise<string>): Reading =>
    readingWith(settingsOf, (over) => clientFor('read', over), noticing);

  const whole: TelemetryClient = {
    ...reading(async () => settings()),
    async execute(sql, what) {
      const run = async (): Promise<void> => {
        const client = await clientFor('write');
        await client.command({ query: sql });
      };
      await withoutConnection(() => (what === 'lines' ? run() : storeVersion.changing(run)));
    },
    async version() {
      return storeVersion.current(await unlessOver(address(), readingOver(), unavailable));
    },
    async ping() {
      const answers = async (): Promise<boolean> => {
        const client = await clientFor('control');
        await client.command({ query: 'SELECT 1' });
        return true;
      };
      return Promise.race([answers().catch(() => false), delay(pingTimeoutMs, false, { ref: false })]);
    },
    limitedTo(part) {
      const filters = once(async () => rowFiltersSql(part, database, await tableNamesIn(whole)));
      const limited = async (): Promise<string> => {
        const own = settings(); // before anything is waited for: they are those of this request
        return `${own}, additional_table_filters = ${await filters()}`;
      };
      const refused = { limitedTo: refuseLimited, execute: refuseLimited, [Symbol.asyncDispose]: async () => {} };
      return { ...whole, ...refusingWhole(reading(limited)), ...refused };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
  return whole;
};

type Reading = Pick<TelemetryClient, 'rows' | 'json'>;

const tableNamesIn = async ({ rows }: Reading): Promise<string[]> => {
  const tables = await rows<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name',
  );
  return tables.map(({ name }) => name);
};

/** Reads what does not change; again after a failure. */
const once = <Answer>(read: () => Promise<Answer>): (() => Promise<Answer>) => {
  let answer: Promise<Answer> | undefined;
  return () => {
    answer ??= forNobody(read).catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
};

/** SELECTs with these settings. */
const readingWith = (
  settingsOf: () => Promise<string>,
  clientFor: (over: AbortSignal | undefined) => Promise<ClickHouseClient>,
  noticing: <Result>(read: (abort: Abort) => Promise<Result>) => Promise<Result>,
): Reading => ({
  async rows<Row>(sql: string, parameters: QueryParameters = {}, wishes: ReadWishes = {}): Promise<Row[]> {
    return noticing(async (abort) => {
      const client = await clientFor(abort.abort_signal);
      const query = `${bind(sql, parameters)}\nSETTINGS ${await settingsOf()}, ${wishSettings(wishes)}`;
      const result = await client.query({ query, format: 'JSONEachRow', ...abort });
      return result.json<Row>();
    });
  },
  async json(sql, parameters = {}) {
    return noticing(async (abort) => {
      const client = await clientFor(abort.abort_signal);
      const query = `${bind(sql, parameters)}\nSETTINGS ${await settingsOf()}, ${wishSettings({})}, output_format_json_array_of_rows = 1\nFORMAT JSONEachRow`;
      const { stream } = await client.exec({ query, ...abort });
      return stream;
    });
  },
});

const mostMemory = 2_000_000_000;
/** A query that may not answer so much has no need of the memory that others may take, either. */
const memoryOfSmallAnswers = 500_000_000;
const wishSettings = ({ mostBytes, isOfFew = false }: ReadWishes): string =>
  [
    `max_memory_usage = ${mostBytes === undefined ? mostMemory : memoryOfSmallAnswers}`,
    ...(mostBytes === undefined ? [] : [`max_result_bytes = ${mostBytes}, result_overflow_mode = 'throw'`]),
    ...(isOfFew ? ['use_skip_indexes_on_data_read = 0'] : []),
  ].join(', ');

const tooLargeCodes = new Set(['241', '396']);

/** Whether a query failed because its rows take more bytes than they may. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof ClickHouseError && tooLargeCodes.has(error.code);

/** Begins a query about the store that shows nobody what is in it: tables of the system have no row filter. */
export const aboutTheStore = '/* about the store */';

/** What reads past row filters is refused. */
const refusingWhole = ({ rows, json }: Reading): Reading => {
  const limited = (sql: string): string => {
    const words = sql.replaceAll(/'(?:[^'\\]|\\.)*'/gsu, "''");
    if (!/\b(?:system[`"]?\s*\.|information_schema\b|merge\s*\()/iu.test(words) || sql.startsWith(aboutTheStore))
      return sql;
    throw new Error('A client of a part of the telemetry reads no tables of the system.');
  };
  return {
    rows: async (sql, parameters, wishes) => rows(limited(sql), parameters, wishes),
    json: async (sql, parameters) => json(limited(sql), parameters),
  };
};

const refuseLimited = (): never => {
  throw new Error('A client of a part of the telemetry only reads, and that part alone.');
};

/** What the ClickHouse client needs of the one who waits. */
type Abort = { readonly abort_signal?: AbortSignal };

/** A read is sent again when its answer was lost because the engine went down. */
const twice = async <Result>(read: (abort: Abort) => Promise<Result>): Promise<Result> => {
  const over = readingOver();
  const once = async (): Promise<Result> => {
    try {
      return await withoutConnection(() => read(over === undefined ? {} : { abort_signal: over }));
    } catch (error) {
      if (over?.aborted && !(error instanceof TelemetryUnavailableError)) throw over.reason;
      throw error;
    }
  };
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof TelemetryUnavailableError) || over?.aborted) throw error;
    await delay(200 + Math.random() * 200);
    return once();
  }
};

/** Turns failures of the connection, not of the query, into one error the edges know. Whatever the engine answered stays. */
const withoutConnection = async <Result>(job: () => Promise<Result>): Promise<Result> => {
  try {
    return await job();
  } catch (error) {
    if (error instanceof ClickHouseError || !(error instanceof Error)) throw error;
    if (isTransport(error)) throw new TelemetryUnavailableError(error);
    throw error.message === 'Timeout error.' ? new QueryTimeoutError(requestTimeoutMs, error) : error;
  }
};

/** ClickHouse error codes of files that are cut off, missing or not what was written. */
const damageCodes = new Set(['27', '32', '33', '40', '74', '76', '107', '226', '246', '271', '1001']);

/** Whether a query failed because stored files are damaged. */
export const isDamage = (error: unknown): boolean => error instanceof ClickHouseError && damageCodes.has(error.code);

const isTransport = ({ code, message }: Error & { readonly code?: unknown }): boolean =>
  (typeof code === 'string' && /^(E[A-Z]+|UND_ERR.*)$/.test(code)) || message === 'socket hang up';
