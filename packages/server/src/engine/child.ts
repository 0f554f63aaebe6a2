/**
 * The embedded telemetry engine as a process of its own: chdb behind the ClickHouse HTTP interface on a loopback port. A crash
 * inside the engine leaves a process alive but hung, so whatever talks to it must be able to kill it (see `supervisor.ts`).
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Session, type ChdbResult } from 'chdb';
import { enginePassword } from '../config/engine-environment.ts';
import { createLanes, type Lane, LaneBusyError } from './lanes.ts';

const [dataPath = ''] = process.argv.slice(2);
const password = enginePassword();

/** A connection and the database it uses now. */
interface Connection {
  readonly session: Session;
  database: string;
}

const lanes = createLanes<Connection>(() => ({ session: new Session(dataPath), database: 'default' }), {
  write: { size: 2 },
  read: { size: 4, mostWaitMs: 10_000 },
  control: { size: 1 },
});
let reads = 0;

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => refuse(response, error));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/ping') return void response.end('Ok.\n');
  if (!isAuthorised(request))
    return void response.writeHead(401).end('Code: 516. DB::Exception: wrong password. (AUTHENTICATION_FAILED)');
  const { searchParams } = new URL(request.url ?? '/', 'http://engine');
  const sql = [searchParams.get('query'), await text(request)].filter(Boolean).join('\n');
  const database = searchParams.get('database') ?? 'default';
  const lane = laneOf(request);
  const result = lane === 'read' ? await read(sql, database, response) : await run(lane, sql, database);
  const summary = JSON.stringify({
    read_rows: `${result.rowsRead}`,
    read_bytes: `${result.bytesRead}`,
    elapsed_ns: `${Math.round(result.elapsed * 1e9)}`,
  });
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'x-clickhouse-summary': summary });
  response.end(result.bytes());
}

const run = (lane: Lane, sql: string, database: string, left?: AbortSignal): Promise<ChdbResult> =>
  lanes.run(
    lane,
    async (connection) => {
      if (connection.database !== database) await use(connection, database);
      try {
        return await connection.session.queryAsync(sql, { format: 'TabSeparated' });
      } catch (error) {
        await empty(connection);
        throw error;
      } finally {
        if (left?.aborted) await empty(connection);
      }
    },
    left,
  );

/** What a query wrote before it failed or was killed stays in its connection, and would be the head of the next answer. */
const empty = async ({ session }: Connection): Promise<void> => {
  await session.queryAsync('SELECT 1', { format: 'TabSeparated' }).catch(() => undefined);
};

const use = async (connection: Connection, database: string): Promise<void> => {
  await connection.session.queryAsync(`USE \`${database.replaceAll(/[`\\]/g, '\\$&')}\``, { format: 'TabSeparated' });
  connection.database = database;
};

/** A read ends when nobody waits for it any more; the comment is the name by which it can be killed. */
async function read(sql: string, database: string, response: ServerResponse): Promise<ChdbResult> {
  const name = `/* read ${(reads += 1)} */`;
  const left = new AbortController();
  const leave = (): void => {
    left.abort();
    run('control', `KILL QUERY WHERE startsWith(query, '${name}') ASYNC`, 'default').catch(() => {});
  };
  response.once('close', leave);
  try {
    return await run('read', `${name} ${sql}`, database, left.signal);
  } finally {
    response.off('close', leave);
  }
}

const laneOf = (request: IncomingMessage): Lane => {
  const lane = request.headers['x-sightglass-lane'];
  return lane === 'write' || lane === 'control' ? lane : 'read';
};

const isAuthorised = (request: IncomingMessage): boolean => {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Basic ${Buffer.from(`default:${password}`).toString('base64')}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

const refuse = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent) return void response.destroy();
  const message = error instanceof Error ? error.message : String(error);
  response.writeHead(error instanceof LaneBusyError ? 503 : 500, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(message);
};

// Not process.exit: the engine's exit handlers crash or hang while queries run, and an engine that hangs holds the data.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('SIGINT', () => {});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
