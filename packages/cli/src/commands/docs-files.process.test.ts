import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createCliWorkspace } from '../../testing/run-cli.ts';

const page = readFileSync(new URL('../../../../docs/guides/check-files.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^\`]*)\`\`\``, 'gu'))].map(([, text = '']) => text);

const exitCodes = [1, 1, 1, 0, 0, 1, 1];

it('docs/guides/check-files.md: its commands do with its contract and its file what it says', async () => {
  await using workspace = await createCliWorkspace();
  await writeFile(join(workspace.dir, 'orders.yaml'), blocks('yaml')[0]!);
  await writeFile(join(workspace.dir, 'orders.csv'), blocks('csv')[0]!);
  await writeFile(join(workspace.dir, 'orders.csv.gz'), gzipSync(blocks('csv')[0]!));
  const commands = blocks('sh').flatMap((block) => block.trimEnd().split('\n'));
  const codes: (number | null)[] = [];
  for (const command of commands) {
    const [piped, own = piped] = command.split(' | ');
    const args = own!.split(' ').slice(1);
    const input = piped === 'zcat orders.csv.gz' ? blocks('csv')[0]! : '';
    const { code, stderr } = await workspace.run(
      args.map((arg) => arg.replaceAll('"', '')),
      { input },
    );
    // No server is there to report to.
    if (!args.includes('--report')) expect(stderr).toBe('');
    codes.push(code);
  }
  expect(codes).toEqual(exitCodes);
  expect(readFileSync(join(workspace.dir, 'orders.csv.rejects.rejects'), 'utf8')).toBe(
    [
      '_line,_reasons,id,status,amount,email,ordered,paid',
      '3,status.allowed,2,payed,7,bob@example.org,2026-11-24,2026-11-25',
      '4,row.paid_later,3,paid,12.00,nobody,2026-11-25,2026-11-24',
      '',
    ].join('\n'),
  );
});
