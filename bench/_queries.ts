/** A request of the server to its engine, in milliseconds of one clock. */
export interface EngineQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly sql: string;
  /** Rows and bytes that the engine has read for it. */
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Runs in the process of a server: notes each read of the engine, and hands that on when `take` comes. `again N TIMES` asks the Nth of those
 * handed on last so often, and answers when the engine has.
 */
export const watchQueries = `
    import { channel } from 'node:diagnostics_channel';
    import { request as send } from 'node:http';
    let queries = [];
    let taken = [];
    const bodies = new WeakMap();
    let isWatching = true;
    channel('http.client.request.created').subscribe(({ request }) => {
      if (!isWatching || request.getHeader('x-sightglass-lane') !== 'read') return;
      const parts = [];
      for (const name of ['write', 'end']) {
        const before = request[name].bind(request);
        request[name] = (...args) => {
          if (typeof args[0] === 'string' || args[0] instanceof Uint8Array) parts.push(Buffer.from(args[0]));
          return before(...args);
        };
      }
      const query = { fromMs: performance.now(), sql: '', rows: 0, bytes: 0, toMs: 0 };
      request.once('response', ({ headers }) => {
        const summary = JSON.parse(headers['x-clickhouse-summary'] ?? '{}');
        Object.assign(query, { rows: Number(summary.read_rows), bytes: Number(summary.read_bytes) });
      });
      request.once('close', () => {
        Object.assign(query, { toMs: performance.now(), sql: Buffer.concat(parts).toString() });
        const { host, port, path, method } = request;
        bodies.set(query, { host, port: port ?? new URL('http://' + request.getHeader('host')).port, path, method, headers: request.getHeaders() });
        queries.push(query);
      });
    });
    const askAgain = (query) => new Promise((resolve, reject) => {
      const again = send(bodies.get(query), (response) => response.resume().once('end', resolve));
      again.once('error', reject);
      again.end(query.sql);
    });
    process.on('message', async (message) => {
      const [what, index, times] = message.split(' ');
      if (what === 'take') {
        taken = queries;
        queries = [];
        return process.send(taken);
      }
      isWatching = false;
      for (let time = 0; time < Number(times); time += 1) await askAgain(taken[index]);
      isWatching = true;
      process.send('done');
    });`;

/** How many queries come one after the other: each begins when an earlier one has ended. */
export const inSequence = (queries: readonly EngineQuery[]): number => {
  let count = 0;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs } of queries.toSorted((a, b) => a.toMs - b.toMs)) {
    if (fromMs < endMs) continue;
    count += 1;
    endMs = toMs;
  }
  return count;
};
