import { rightsOfRole, type Role } from '@sightglass/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../_api.ts';

let api: TestApi;
beforeAll(
  async () =>
    void (api = await startTestApi(undefined, { signIn: { enabled: true }, limits: { concurrentQueries: 3 } })),
);
afterAll(() => api[Symbol.asyncDispose]());

/** A person who asks with a token of all their rights. */
const personOf = async (name: string, role: Role) => {
  const { id } = await api.access.people.create(name, role);
  const rights = [...rightsOfRole[role]];
  const { token } = await api.access.tokens.create({ kind: 'api', name: 't', personId: id, rights, expiresAt: null });
  const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
    api.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload && { payload }),
    });
  return { id, send };
};

it('a team limits what its people see from the next request on; the last one gone, nothing is limited', async () => {
  const viewer = await personOf('eve', 'viewer');
  const admin = await personOf('root', 'admin');
  const sees = async () => (await viewer.send('GET', '/me')).json<{ sees: object | null }>().sees;
  const nothing = { namespaces: [], owners: [], services: [], systems: [] };
  expect([await sees(), (await viewer.send('GET', '/teams')).statusCode]).toEqual([null, 403]);

  const made = await admin.send('POST', '/teams', { name: 'Sales', namespaces: ['sales-*'], members: ['nobody'] });
  expect([made.statusCode, made.json()]).toMatchObject([201, { name: 'Sales', namespaces: ['sales-*'], members: [] }]);
  const { id } = made.json<{ id: string }>();
  expect(await sees()).toEqual({ ...nothing, teams: [] });
  expect((await viewer.send('GET', '/runs')).json()).toMatchObject({ type: 'urn:sightglass:problem:team-missing' });
  expect((await admin.send('GET', '/runs')).statusCode).toBe(200);

  const change = { name: 'Sales', namespaces: ['sales-*', 'shop'], members: [viewer.id] };
  expect((await admin.send('PUT', `/teams/${id}`, change)).json()).toMatchObject({ members: [{ name: 'eve' }] });
  expect(await sees()).toEqual({ ...nothing, namespaces: ['sales-*', 'shop'], teams: ['Sales'] });
  expect((await viewer.send('GET', '/runs')).statusCode).toBe(200);
  const atOnce = await Promise.all(Array.from({ length: 8 }, () => viewer.send('GET', '/runs')));
  expect(new Set(atOnce.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 429]));
  await api.access.gate.together(() =>
    api.state.query("UPDATE people SET groups = '{other,g-sales}' WHERE name = 'eve'"),
  );
  const byGroup = { ...change, members: [], groups: ['g-sales'] };
  expect((await admin.send('PUT', `/teams/${id}`, byGroup)).json()).toMatchObject({ members: [{ name: 'eve' }] });
  expect(await sees()).toMatchObject({ teams: ['Sales'] });
  const listed = (await admin.send('GET', '/teams')).json<{ items: object[] }>().items;
  expect(listed).toMatchObject([{ groups: ['g-sales'], members: [{ name: 'eve', fromGroup: true }] }]);
  const refused = [
    await admin.send('POST', '/teams', { name: 'SALES' }),
    await admin.send('PUT', '/teams/none', change),
    await admin.send('POST', '/teams', { name: 'x', namespaces: ['a\0'] }),
  ];
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([409, 404, 400]);

  expect((await admin.send('DELETE', `/teams/${id}`)).statusCode).toBe(204);
  expect(await sees()).toBeNull();
  const { items } = (await admin.send('GET', '/access-log?action=team')).json<{ items: object[] }>();
  expect(items).toMatchObject([
    { action: 'team.removed', target: 'Sales' },
    { action: 'team.changed', after: { members: ['eve'], groups: ['g-sales'] } },
    { action: 'team.changed', before: { namespaces: ['sales-*'], members: [] }, after: { members: ['eve'] } },
    { action: 'team.created', after: { name: 'Sales' } },
  ]);
});
