import { allRights, type Right, rightsOfRole, roles } from '@sightglass/model';
import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Need } from '../../access/decide.ts';
import { startTestApi, type TestApi } from '../_api.ts';

/** Every role and token against every route that OpenAPI lists: what the route needs decides, and nothing else. */
interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly need: Need;
}

let api: TestApi;
const routes: Route[] = [];
beforeAll(async () => {
  api = await startTestApi(undefined, { signIn: { enabled: true } });
  api.app.addHook('onRoute', (route) => void routes.push(...routesOf(route)));
  await api.app.ready();
});
afterAll(() => api[Symbol.asyncDispose]());

/** With a value for each parameter; one that is not there, so that an allowed request changes nothing. */
const routesOf = ({ method, url, config }: RouteOptions): Route[] =>
  [method]
    .flat()
    .filter((one) => one !== 'HEAD' && url.startsWith('/api/v1/'))
    .map((one) => ({
      method: one as Route['method'],
      url: url.replaceAll(/:\w+/gu, 'none'),
      need: (config as { need: Need }).need,
    }));

const isOpen = ({ need }: Route): boolean => need === 'nothing' || need === 'anybody';

const statusFor = async ({ method, url }: Route, authorization?: string): Promise<number> => {
  const headers = { accept: 'application/json', ...(authorization && { authorization }) };
  return (await api.app.inject({ method, url, headers })).statusCode;
};

it('the routes of this test are those of OpenAPI', () => {
  const { paths } = api.app.swagger() as unknown as { paths: Record<string, object> };
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/gu, 'none')}`),
  );
  expect(listed.length).toBeGreaterThan(50);
  const tested = new Set(routes.map(({ method, url }) => `${method} ${url}`));
  expect(listed.filter((route) => !tested.has(route))).toEqual([]);
});

it('without a sign-in only what needs nothing is answered', async () => {
  for (const route of routes) {
    const status = await statusFor(route);
    expect([route, isOpen(route) || status === 401]).toEqual([route, true]);
  }
});

const holders: readonly (readonly [string, readonly Right[]])[] = [
  ...roles.map((role) => [role, [...rightsOfRole[role]]] as const),
  ['ingest', ['telemetry:write']],
  ['metrics', ['metrics:read']],
];

it.each(holders)('a token with the rights of %s gets what it has, 403 for the rest', async (_, rights) => {
  const { token } = await api.access.tokens.create({ kind: 'api', name: 't', personId: null, rights, expiresAt: null });
  const streams = new Set(['/api/v1/live', '/api/v1/logs/tail']);
  for (const route of routes.filter(({ url }) => !streams.has(url))) {
    const isAllowed = isOpen(route) || (route.need !== 'signed-in' && new Set<Need>(rights).has(route.need));
    const status = await statusFor(route, `Bearer ${token}`);
    if (isAllowed) expect([route, status]).not.toEqual([route, 403]);
    else expect([route, status]).toEqual([route, 403]);
  }
});

it('what needs nothing is answered also to who shows a wrong token, and an address that is not there is not there', async () => {
  const shown = { authorization: 'Bearer sg_api_wrong' };
  const status = async (url: string) => (await api.app.inject({ url, headers: shown })).statusCode;
  expect([await status('/healthz'), await status('/readyz'), await status('/api/v1/none')]).toEqual([200, 200, 404]);
  expect([await status('/api/v1/me'), await status('/metrics')]).toEqual([401, 401]);
});

it('every right is needed by a route, or by metrics', () => {
  const needed = new Set<Need>([...routes.map(({ need }) => need), 'metrics:read']);
  // An admin lists everybody's tokens at an address where others list their own.
  expect(allRights.filter((right) => !needed.has(right))).toEqual(['tokens:manage']);
});
