import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { childEnvironment } from '../../../test/child-environment.ts';
import { temporaryFolder } from '../../../test/temporary-folder.ts';

const program = `
import { auditDdl, pipeline } from '@sightglass/sdk';
pipeline('bundled').run((run) => run.stage('load', (stage) => { run.log.info('inside a bundle'); return stage.name; }))
  .then((name) => { try { auditDdl('postgres'); } catch ({ code }) { console.log(name, code); } });
`;

test.each([
  ['esm', 'mjs'],
  ['cjs', 'cjs'],
] as const)('a program that esbuild has made one %s file imports the SDK and runs', async (format, extension) => {
  const folder = temporaryFolder();
  const outfile = join(folder, `program.${extension}`);
  await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format,
    conditions: ['@sightglass/source'],
    outfile,
    logLevel: 'error',
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const { status, stdout, stderr } = spawnSync(process.execPath, [outfile], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...childEnvironment(), SIGHTGLASS_URL: 'http://127.0.0.1:9', SIGHTGLASS_BUFFER_DIR: join(folder, 'buffer') },
  });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
  expect(stdout).toContain('load SIGHTGLASS_AUDIT_FILE_MISSING');
  expect(stdout).toContain('inside a bundle');
  expect(readdirSync(join(folder, 'buffer')).length).toBeGreaterThan(0);
});
