import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const fileOf = (text: string): string => {
  const file = join(temporaryFolder(), 'sightglass.yaml');
  writeFileSync(file, text);
  return file;
};

const complaint = (sources: Parameters<typeof loadConfig>[0]): string => {
  try {
    loadConfig(sources);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('The settings were accepted.');
};

test('without settings it listens on loopback and keeps its data here', () => {
  expect(loadConfig({ env: {} })).toEqual({
    host: '127.0.0.1',
    port: 4318,
    grpcPort: 4317,
    dataDir: resolve('sightglass-data'),
    allowedHosts: [],
    channels: [],
    trustedProxies: [],
    signIn: { enabled: false, idle: 86_400_000, longest: 2_592_000_000 },
    limits: {},
    retention: { days: 30, runDays: 400, bytes: 50e9 },
    spool: { bytes: 4e9 },
    spanRules: [],
    pipelines: [],
    dependencies: [],
    apis: [],
    auditTables: [],
    alerts: [],
    maintenance: [],
    onCall: [],
    escalation: { P1: [], P2: [], P3: [] },
  });
});

test('the command line goes before the environment, the environment before the file', () => {
  const file = fileOf('port: 1\ngrpcPort: 2\nretention:\n  days: 3\n  bytes: 1 GiB\n');
  const env = {
    SIGHTGLASS_CONFIG: file,
    SIGHTGLASS_GRPC_PORT: '20',
    SIGHTGLASS_RETENTION_DAYS: '30',
    SIGHTGLASS_HOST: '',
  };
  expect(loadConfig({ env, overrides: { retention: { days: 300 } } })).toMatchObject({
    port: 1,
    grpcPort: 20,
    retention: { days: 300, bytes: 2 ** 30 },
  });
});

test('span rules come from the file', () => {
  const file = fileOf(`spanRules:
  - service: legacy-etl
    rootSpan: "nightly *"
    pipeline: nightly
    stages:
      - { span: "extract*", stage: extract }
      - { span: load }
`);
  expect(loadConfig({ env: {}, file }).spanRules).toEqual([
    {
      service: 'legacy-etl',
      rootSpan: 'nightly *',
      pipeline: 'nightly',
      namespace: 'default',
      stages: [{ span: 'extract*', stage: 'extract' }, { span: 'load' }],
    },
  ]);
});

describe('complaints say where', () => {
  test.each([
    ['a value', 'host: localhost\nport: eighty\n', /sightglass\.yaml:2:7: port: /],
    [
      'an unknown name',
      'retention:\n  days: 3\n  weeks: 1\n',
      /sightglass\.yaml:3:3: retention: unknown setting "weeks"\. Known here: days, runDays, logDays, spanDays, metricDays, rejectDays, accessLogDays, bytes$/,
    ],
    [
      'a pipeline with more stars than its span',
      'spanRules:\n  - service: a\n    rootSpan: nightly\n    pipeline: job *\n',
      /sightglass\.yaml:4:15: spanRules\[0\]: pipeline: has more \* than rootSpan; each stands for what one of rootSpan does$/,
    ],
    ['a misspelt name', 'prot: 1\n', /sightglass\.yaml:1:1: unknown setting "prot"\. Did you mean "port"\?$/],
    [
      'a time without a unit',
      'dependencies:\n  - name: w\n    url: postgres://u@db/x\n    interval: 5\n',
      /sightglass\.yaml:4:15: dependencies\[0\] \(w\): interval: 5 has no unit; write a time such as 5s$/,
    ],
    [
      'settings where a list belongs',
      'spanRules:\n  service: a\n',
      /sightglass\.yaml:2:3: spanRules: must be a list\. Put "- " before service:$/,
    ],
    ['a text where a list belongs', 'allowedHosts: a\n', /1:15: allowedHosts: must be a list, and is "a"$/],
    [
      'a value with settings below it',
      'retention: 3\n  days: 3\n',
      /:1:12: line 1 has a value and nested settings; is the indentation of line 2 right\?$/,
    ],
    [
      'something missing',
      'spanRules:\n  - service: a\n    pipeline: b\n',
      /sightglass\.yaml:2:5: spanRules\[0\]: rootSpan: /,
    ],
    [
      'a size',
      'retention:\n  bytes: 3 parsecs\n',
      /sightglass\.yaml:2:10: retention\.bytes: "3 parsecs" is not a size/,
    ],
    ['YAML itself', 'host: "open\nport: 1\n', /sightglass\.yaml:\d+:\d+: /],
    ['a list where settings belong', '- host\n', /sightglass\.yaml:1:1: the file must hold settings/],
  ])('%s', (_name, text, expected) => {
    expect(complaint({ env: {}, file: fileOf(text) })).toMatch(expected);
  });

  test('a variable', () => {
    expect(complaint({ env: { SIGHTGLASS_PORT: '70000' } })).toBe(
      'SIGHTGLASS_PORT: port: "70000" is not a whole number from 0 to 65535, like 100',
    );
    expect(complaint({ env: { SIGHTGLASS_PORT: 'zz' } })).toContain('port: "zz" is not a whole number from 0');
    expect(complaint({ env: { SIGHTGLASS_POSTGRES_URL: 'db:9000' } })).toMatch(
      /^SIGHTGLASS_POSTGRES_URL: stateUrl: must be a postgres or postgresql URL/,
    );
  });

  test('everything that is wrong at once', () => {
    const file = fileOf(
      'host: 0.0.0.0\nprot: 1\ngrpcProt: 2\ndependencies:\n  - { name: a, url: "env:NOT_SET" }\n  - { name: b, url: "oracle://u@db/x" }\n',
    );
    expect(
      complaint({ env: {}, file })
        .split('\n')
        .map((line) => line.replace(/^.*yaml:/, '')),
    ).toEqual([
      expect.stringMatching(/^1:7: host: "0\.0\.0\.0" can be reached from other machines/),
      '5:21: dependencies[0] (a): url: environment variable NOT_SET is not set',
      '2:1: unknown setting "prot". Did you mean "port"?',
      '3:1: unknown setting "grpcProt". Did you mean "grpcPort"?',
      '6:21: dependencies[1] (b): url: oracle is not supported; PostgreSQL, SQL Server and MySQL are',
    ]);
  });

  test('a file that is not there', () => {
    expect(complaint({ env: {}, file: '/nowhere/sightglass.yaml' })).toContain(
      'there is no file /nowhere/sightglass.yaml; give the configuration with --config',
    );
  });
});

test.each(['0.0.0.0', '::', '192.168.1.4', 'sightglass.example.org'])(
  'host %s is refused without authentication',
  (host) => {
    expect(complaint({ env: {}, overrides: { host } })).toContain('without authentication');
  },
);

test.each([
  [{ signIn: { enabled: true } }, 'without TLS passwords and tokens could be read'],
  [{ tls: { certificate: 'c', key: 'k' } }, 'without authentication'],
  [{ trustedProxies: ['10.0.0.1'] }, 'without authentication'],
])('host 0.0.0.0 with %j is refused', (overrides, why) => {
  expect(complaint({ env: {}, overrides: { host: '0.0.0.0', ...overrides } })).toContain(why);
});

test.each([{ tls: { certificate: 'c', key: 'k' } }, { trustedProxies: ['10.0.0.0/8'] }])(
  'host 0.0.0.0 with sign-in and %j is fine',
  (overrides) => {
    expect(loadConfig({ env: {}, overrides: { host: '0.0.0.0', signIn: { enabled: true }, ...overrides } }).host).toBe(
      '0.0.0.0',
    );
  },
);

test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('host %s is fine', (host) => {
  expect(loadConfig({ env: {}, overrides: { host } }).host).toBe(host);
});

describe('dependencies', () => {
  const one = (lines: string) => fileOf(`dependencies:\n  - name: warehouse\n${lines}`);

  test('come from the file, their URLs from variables', () => {
    const file = one('    url: env:WAREHOUSE\n    interval: 30s\n    timeout: 500ms\n');
    const { dependencies } = loadConfig({ env: { WAREHOUSE: 'postgres://loader:secret@db/orders' }, file });
    expect(dependencies).toMatchObject([
      {
        name: 'warehouse',
        intervalMs: 30_000,
        timeoutMs: 500,
        slowMs: 1_000,
        target: { host: 'db', password: 'secret' },
      },
    ]);
  });

  test('may take only the password from a variable', () => {
    const file = one('    url: postgres://loader:${PASSWORD}@db/orders\n');
    const { dependencies } = loadConfig({ env: { PASSWORD: 'p@ss/word' }, file });
    expect(dependencies).toMatchObject([{ target: { host: 'db', user: 'loader', password: 'p@ss/word' } }]);
  });

  test.each([
    [
      '    url: env:WAREHOUSE\n',
      {},
      /yaml:3:10: dependencies\[0\] \(warehouse\): url: environment variable WAREHOUSE is not set/,
    ],
    [
      '    url: env:WAREHOUSE\n',
      { WAREHOUSE: 'http://u:secret@db' },
      /yaml:3:10: dependencies\[0\] \(warehouse\): url: this is not a database URL/,
    ],
    ['    url: postgres://u:secret@db/x\n', {}, /yaml:3:10: .*password does not belong in this file/],
    ['    url: postgres://u:${PASSWORD}@db/x\n', {}, /yaml:3:10: .*environment variable PASSWORD is not set/],
    [
      '    url: postgres://u@db/x\n    interval: often\n',
      {},
      /sightglass.yaml:4:15: dependencies\[0\] \(warehouse\): interval: "often" must be a time between 1s and 24h, such as 30s/,
    ],
    [
      '    url: postgres://u@db/x\n  - name: warehouse\n    url: postgres://u@db/x\n',
      {},
      /yaml:2:3: dependencies: two databases have the same `name:`/,
    ],
  ])('%j is refused, and no password repeated', (lines, env, message) => {
    const text = complaint({ env, file: one(lines) });
    expect(text).toMatch(message);
    expect(text).not.toContain('secret');
  });
});

test.each([
  ['a URL that is none', '  - { name: stock, url: stock.test }', 'apis[0] (stock): url: must be a http or https URL'],
  [
    'a schema that is none',
    '  - { name: stock, url: "http://s.test", schema: { type: nonsense } }',
    'apis[0] (stock): schema: is not a JSON Schema',
  ],
  [
    'an objective in percent',
    '  - { name: stock, url: "http://s.test", objective: 99.5 }',
    'apis[0] (stock): objective: "99.5" is not a number from 0.5 to 0.99999',
  ],
  [
    'a name twice',
    '  - { name: a, url: "http://s.test" }\n  - { name: a, url: "http://s.test" }',
    'apis: two APIs have the same `name:`',
  ],
])('an API to watch with %s is refused', (_name, yaml, message) => {
  expect(complaint({ env: {}, file: fileOf(`apis:\n${yaml}\n`) })).toContain(message);
});

describe('a provider of OpenID Connect', () => {
  const oidc = (lines: string, enabled = true) =>
    fileOf(`signIn:\n  enabled: ${enabled}\n  oidc:\n    issuer: https://login.test\n    clientId: x\n${lines}`);

  test('has its secret from the environment', () => {
    const file = oidc('    clientSecret: env:OIDC_SECRET\n    allowed: { domains: [Example.com] }\n');
    const { signIn } = loadConfig({ env: { OIDC_SECRET: 's: #' }, file });
    expect(signIn.oidc).toMatchObject({ clientSecret: 's: #', allowed: { domains: ['example.com'] }, roles: {} });
  });

  test.each([
    [
      'a secret in the file',
      '    clientSecret: hunter2\n    allowed: { groups: [a] }\n',
      /clientSecret: a secret does not belong/,
    ],
    ['nobody who is let in', '    allowed: {}\n', /signIn\.oidc\.allowed: names nobody/],
    ['an e-mail address for a domain', '    allowed: { domains: [a@b.test] }\n', /must be the domain/],
    ['a role that is none', '    allowed: { groups: [a] }\n    roles: { a: root }\n', /signIn\.oidc\.roles\.a: /],
  ])('%s is refused', (_, lines, message) => {
    const words = complaint({ env: {}, file: oidc(lines) });
    expect(words).toMatch(message);
    expect(words).not.toContain('hunter2');
  });

  test('is refused over plain HTTP, and where nobody signs in', () => {
    const plain = {
      signIn: { enabled: true, oidc: { issuer: 'http://login.test', clientId: 'x', allowed: { everybody: true } } },
    };
    expect(complaint({ env: {}, overrides: plain })).toContain('must be an https URL');
    const file = oidc('    allowed: { everybody: true }\n', false);
    expect(complaint({ env: {}, file })).toContain('nobody signs in while signIn.enabled is not true');
  });
});
