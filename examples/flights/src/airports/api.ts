import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthy, planAnswer, type Behaviour, type Fault } from './behaviour.ts';
import { readAirports } from './directory.ts';

export interface AirportsApi extends AsyncDisposable {
  readonly url: string;
}

/** Work the API does for the example's own control calls, by `METHOD /path`. */
export type ControlRoutes = Readonly<Record<string, (body: unknown) => void | Promise<void>>>;

/** What became of a lookup; `GET /tally` counts them since the behaviour was set. */
type Outcome = Fault | 'found' | 'unknown';

const retryAfterSeconds = 1;

/**
 * Serves `GET /airports/{iata}` and `GET /health` on loopback. `PUT /behaviour` with a {@link Behaviour} makes the answers slow, refused, failed
 * or missing from then on.
 */
export const startAirportsApi = async (control: ControlRoutes = {}): Promise<AirportsApi> => {
  const airports = await readAirports();
  const closing = new AbortController();
  let behaviour: Behaviour = healthy;
  let requests = 0;
  let tally: Partial<Record<Outcome, number>> = {};
  const routes: ControlRoutes = {
    ...control,
    'PUT /behaviour': (body) => {
      behaviour = body as Behaviour;
      requests = 0;
      tally = {};
    },
  };

  const answerLookup = async (iata: string, response: ServerResponse): Promise<void> => {
    requests += 1;
    const { latencyMs, fault } = planAnswer(behaviour, requests);
    const outcome = fault ?? (airports.has(iata) ? 'found' : 'unknown');
    tally[outcome] = (tally[outcome] ?? 0) + 1;
    if (fault === 'hang') return;
    await sleep(latencyMs, undefined, { signal: closing.signal });
    if (fault === 'rate-limit') response.setHeader('retry-after', retryAfterSeconds);
    const airport = airports.get(iata);
    if (fault !== undefined) sendProblem(response, fault === 'rate-limit' ? 429 : 503);
    else if (airport === undefined) sendProblem(response, 404);
    else send(response, 200, 'application/json', airport);
  };

  /** As the latest lookup was answered; asking changes no other answer. */
  const answerHealth = async (response: ServerResponse): Promise<void> => {
    const { latencyMs, fault } = planAnswer(behaviour, requests);
    if (fault === 'hang') return;
    await sleep(latencyMs, undefined, { signal: closing.signal });
    if (fault === 'error') sendProblem(response, 503);
    else send(response, 200, 'application/json', { status: 'ok', airports: airports.size });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET' && request.url === '/tally') return send(response, 200, 'application/json', tally);
    if (request.method === 'GET' && request.url === '/health') return answerHealth(response);
    const [, iata] = /^\/airports\/(\w+)$/.exec(request.url ?? '') ?? [];
    if (request.method === 'GET' && iata !== undefined) return answerLookup(iata, response);
    const route = routes[`${request.method} ${request.url}`];
    if (route === undefined) return sendProblem(response, 404);
    await route(await json(request).catch(() => undefined));
    response.writeHead(204).end();
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const send = (response: ServerResponse, status: number, type: string, body: object): void => {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
};

const titles: Readonly<Record<number, string>> = {
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

const sendProblem = (response: ServerResponse, status: number): void =>
  send(response, status, 'application/problem+json', { status, title: titles[status] });
