import { Agent, request } from 'node:http';

/** Sends OTLP bodies over kept connections. */
export const createSender = (url: string, connections: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  /** Milliseconds until the acknowledgement. */
  const post = (signal: string, body: Uint8Array): Promise<number> =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
      const sent = request(`${url}/v1/${signal}`, { method: 'POST', agent, headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(performance.now() - startedAt)
            : reject(new Error(`status ${response.statusCode}`)),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });

  /** Sends `count` bodies, as fast as they are taken or at a pace. Answers the latencies in ms, sorted. */
  const postAll = async (
    signal: string,
    count: number,
    bodyAt: (index: number) => Uint8Array,
    perSecond = Number.POSITIVE_INFINITY,
  ): Promise<number[]> => {
    const latencies: number[] = [];
    const startedAt = performance.now();
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < count; index = next++) {
        const dueInMs = startedAt + (index / perSecond) * 1_000 - performance.now();
        if (dueInMs > 1) await new Promise((resolve) => setTimeout(resolve, dueInMs));
        latencies.push(await post(signal, bodyAt(index)));
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
    return latencies.toSorted((a, b) => a - b);
  };

  return { post, postAll };
};

export const countOf = async (url: string): Promise<number> => {
  const response = await fetch(`${url}/api/v1/logs/count?from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z`);
  return ((await response.json()) as { count: number }).count;
};

/** Looks four times a second: a look costs both engine and server some milliseconds of the time that is measured. */
export const untilQueryable = async (url: string, count: number): Promise<void> => {
  while ((await countOf(url)) < count) await new Promise((resolve) => setTimeout(resolve, 250));
};
