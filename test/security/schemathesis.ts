import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@sightglass/server';

/**
 * Ten thousand made-up requests against the OpenAPI document, by schemathesis: none may be answered 5xx. `npm run security:schemathesis`, or with
 * a number of requests for each operation behind it, and options of schemathesis such as `--max-time 600` behind that. Not part of the product, nor of `npm test`: it needs Python.
 */
const [perOperation = '100', ...more] = process.argv.slice(2);
const python = process.env['PYTHON'] ?? 'python3';
const password = 'correct horse battery';

const missing = `schemathesis is not installed for "${python}". Install it, for example:
  python3 -m venv .venv && .venv/bin/pip install schemathesis
  PYTHON=.venv/bin/python npm run security:schemathesis
`;

/** What would end the session of the run, or does not end by itself. */
const leftOut = String.raw`^/api/v1/(session|sessions/\{id\}|me/password|live|logs/tail|oidc/.*|backup)$`;

const run = async (args: readonly string[], stdio: 'inherit' | 'ignore'): Promise<number> => {
  const child = spawn(python, ['-m', 'schemathesis.cli', ...args], { stdio, cwd: tmpdir() }); // it keeps a folder of its own where it runs
  const ended = await Promise.race([once(child, 'exit'), once(child, 'error').then(() => [1])]);
  return (ended[0] as number | null) ?? 1;
};

const send = async (url: string, body: object) =>
  fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

/** Signs the first admin in; resolves with the headers of their changes. */
const signIn = async (url: string, path = ''): Promise<readonly string[]> => {
  await send(`${url}/api/v1/password`, { link: path.split('#')[1], name: 'root', password });
  const session = await send(`${url}/api/v1/session`, { name: 'root', password });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { csrf } = (await session.json()) as { csrf: string };
  return ['--header', `Cookie: ${cookie}`, '--header', `x-sightglass-csrf: ${csrf}`];
};

if ((await run(['--version'], 'ignore')) !== 0) {
  process.stderr.write(missing);
  process.exitCode = 2;
} else {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-schemathesis-'));
  await using server = await startServer({
    port: 0,
    grpcPort: 0,
    dataDir: folder.path,
    signIn: { enabled: true },
    limits: { requestsPerMinute: 'none', concurrentQueries: 'none' },
    log: () => {},
  });
  const headers = await signIn(server.url, server.firstAdminPath);
  process.exitCode = await run(
    [
      'run',
      `${server.url}/api/openapi.json`,
      ...headers,
      '--checks',
      'not_a_server_error',
      '--max-examples',
      perOperation,
      '--exclude-path-regex',
      leftOut,
      '--request-timeout',
      '60',
      '--continue-on-failure',
      '--workers',
      '2',
      ...more,
    ],
    'inherit',
  );
}
