import { afterAll, beforeAll, expect, it } from 'vitest';
import { times } from '../times.ts';
import { startTestApi, type TestApi } from '../../packages/server/src/rooms/_api.ts';

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly required?: boolean;
    readonly schema: { readonly enum?: readonly string[]; readonly type?: string };
  }[];
}

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

/** Ends a text of either database and of a ClickHouse parameter, and begins what must not run; the first has something of each. */
const attacks = [
  `\\' OR 1=1 UNION ALL SELECT {x:Identifier}"$1\`); DROP TABLE logs; -- `,
  `x' OR sleep(3) = 0 UNION ALL SELECT 1 -- `,
  `\\' ; DROP TABLE logs; SELECT '`,
  `{x:Identifier}\`"$1'); DELETE FROM settings; --`,
];
const streams = new Set(['/api/v1/live', '/api/v1/logs/tail']);

const tablesNow = async (): Promise<string> =>
  JSON.stringify([
    await api.engine.telemetry.rows('SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name'),
    await api.state.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"),
    await api.state.query('SELECT count(*) FROM schema_migrations'),
  ]);

it('no parameter of the OpenAPI document becomes SQL', async () => {
  const { paths } = (await api.app.inject('/api/openapi.json')).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  const triedAttacks = attacks.slice(0, times(1));
  const before = await tablesNow();
  const odd: unknown[] = [];
  let sent = 0;
  for (const [path, { get }] of Object.entries(paths)) {
    if (get === undefined || streams.has(path)) continue;
    const parameters = get.parameters ?? [];
    for (const { name, in: place } of parameters) {
      for (const attack of triedAttacks) {
        const valueOf = (other: string): string => encodeURIComponent(other === name ? attack : 'x');
        const address = path.replaceAll(/\{(\w+)\}/gu, (_, part: string) => valueOf(part));
        const required = parameters.filter((one) => one.in === 'query' && one.required === true && one.name !== name);
        const query = [
          ...required.map((one) => `${one.name}=${one.schema.enum?.[0] ?? '1'}`),
          ...(place === 'query' ? [`${name}=${encodeURIComponent(attack)}`] : []),
        ].join('&');
        const { statusCode, body } = await api.app
          .inject(`${address}${query === '' ? '' : `?${query}`}`)
          .catch((error: unknown) => ({ statusCode: 599, body: String(error) }));
        sent++;
        if (statusCode >= 500) odd.push([path, name, attack, statusCode, body]);
      }
    }
  }
  expect(sent).toBeGreaterThan(200);
  expect(odd).toEqual([]);
  expect(await tablesNow()).toBe(before);
}, 120_000);
