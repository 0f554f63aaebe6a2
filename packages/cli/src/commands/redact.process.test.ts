import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCliWorkspace } from '../../testing/run-cli.ts';

it('a file is tried line by line, by the preset or by the policy of a configuration', async () => {
  await using space = await createCliWorkspace();
  await writeFile(
    join(space.dir, 'app.log'),
    'row 4111111111111112 done\npaid by 4111 1111 1111 1111 for a@example.com\n',
  );
  const plain = await space.run(['redact', 'try', 'app.log']);
  expect(plain.stdout.toString()).toBe(
    '- 2: paid by 4111 1111 1111 1111 for a@example.com\n+ 2: paid by [redacted:card] for [redacted:mail]  card, mail\n',
  );
  expect(plain.stderr).toBe('Of 2 lines: card 1, mail 1.\n');
  expect(plain.code).toBe(1);

  await writeFile(join(space.dir, 'key'), 'sixteen bytes or more');
  await writeFile(join(space.dir, 'some.yaml'), 'privacy:\n  rules: {mail: hash}\n  keyFile: key\n');
  const hashed = await space.runHere(['redact', 'try', 'app.log', '--config', 'some.yaml', '--json']);
  expect(
    hashed.stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toEqual([
    { line: 1, before: 'row 4111111111111112 done', after: 'row 4111111111111112 done', rules: [] },
    {
      line: 2,
      before: 'paid by 4111 1111 1111 1111 for a@example.com',
      after: expect.stringMatching(/^paid by 4111 1111 1111 1111 for \[hashed:mail:h[0-9a-f]{16}\]$/u),
      rules: ['mail'],
    },
  ]);

  await writeFile(join(space.dir, 'none.yaml'), 'privacy: {}\n');
  for (const [args, message] of [
    [['app.log', '--config', 'none.yaml'], /redacts nothing/u],
    [['missing.log'], /cannot be read/u],
  ] as const) {
    const refused = await space.runHere(['redact', 'try', ...args]);
    expect({ code: refused.code, said: refused.stderr }).toEqual({
      code: 2,
      said: expect.stringMatching(message),
    });
  }
});
