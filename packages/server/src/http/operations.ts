import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decide } from '../access/decide.ts';
import { refuseWithout } from '../access/gate.ts';
import { open } from '../access/needs.ts';
import { keptFor } from '../schedule/kept-for.ts';
import type { Registry } from 'prom-client';
import type { SendPage } from './dashboard.ts';

/** What is wrong, for everybody, and in detail for those who may see folders and addresses of the server. */
export interface Trouble {
  readonly words: string;
  readonly detail: string;
}

/** One thing the server needs to be of use; `check` gives what is wrong, in words alone where they hold no folder and no address, or undefined, and does not throw. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => Promise<string | Trouble | undefined>;
  /** Grows when a fault is noticed: what was found before it is not answered again. */
  readonly faults?: () => number;
}

export interface OperationParts {
  readonly registry: Registry;
  readonly readiness: readonly ReadinessCheck[];
  /** What was accepted and is lost, in sentences; it does not come back by waiting, so it makes nothing unready. */
  readonly losses?: () => Promise<readonly Trouble[]>;
  /** Sends the page of the dashboard: that of metrics has an address which Prometheus reads, so a browser gets the page. */
  readonly sendPage?: SendPage | undefined;
}

interface Found {
  readonly checks: readonly (readonly [name: string, trouble: string | Trouble | undefined])[];
  readonly losses: readonly Trouble[];
}

interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly checks: Readonly<Record<string, string>>;
  readonly losses?: readonly string[];
}

const freshForMs = 1_000;
const longestCheckMs = 4_000;

/**
 * `/healthz`: the process answers. `/readyz`: a body would be taken and a query answered now. `/metrics`: about itself, for Prometheus; browsers, which
 * accept HTML, get the page of that address.
 */
export const addOperations = (app: FastifyInstance, parts: OperationParts): void => {
  const hide = { config: open, schema: { hide: true } } as const;
  const readiness = keptFor(
    freshForMs,
    () => readinessOf(parts),
    () => parts.readiness.reduce((sum, { faults }) => sum + (faults?.() ?? 0), 0),
  );
  app.get('/healthz', hide, async () => ({ status: 'ok' }));

  app.get('/readyz', hide, async (request, reply) => {
    const found = await readiness();
    const isWell = found.losses.length === 0 && found.checks.every(([, trouble]) => trouble === undefined);
    const answer = shownReadiness(found, !isWell && (await maySeeDetails(request)));
    return reply.code(answer.status === 'ready' ? 200 : 503).send(answer);
  });

  app.get('/metrics', { ...hide, config: { need: 'anybody' } }, async (request, reply) => {
    const { accept = '' } = request.headers;
    reply.header('vary', 'accept');
    if (parts.sendPage !== undefined && accept.includes('text/html')) return parts.sendPage(reply);
    refuseWithout('metrics:read', request);
    reply.type(parts.registry.contentType);
    return parts.registry.metrics();
  });
};

const readinessOf = async ({ readiness, losses }: OperationParts): Promise<Found> => ({
  checks: await Promise.all(readiness.map(async ({ name, check }) => [name, await inTime(check)] as const)),
  losses: (await losses?.()) ?? [],
});

const shownReadiness = ({ checks, losses }: Found, isDetailed: boolean): Readiness => {
  const shown = (trouble: string | Trouble): string =>
    typeof trouble === 'string' ? trouble : trouble[isDetailed ? 'detail' : 'words'];
  return {
    status: checks.every(([, trouble]) => trouble === undefined) ? 'ready' : 'not ready',
    checks: Object.fromEntries(checks.map(([name, trouble]) => [name, trouble === undefined ? 'ok' : shown(trouble)])),
    ...(losses.length > 0 && { losses: losses.map(shown) }),
  };
};

/** Folders, and what the system says of them, are for those who may read telemetry. */
const maySeeDetails = async (request: FastifyRequest): Promise<boolean> =>
  decide(await request.whoAsks(), 'telemetry:read').allowed;

const inTime = async (check: ReadinessCheck['check']): Promise<string | Trouble | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${longestCheckMs / 1_000} s`), longestCheckMs);
  });
  return Promise.race([check(), late]).finally(() => clearTimeout(timer));
};
