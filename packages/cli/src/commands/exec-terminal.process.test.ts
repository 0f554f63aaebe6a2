import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useExec } from '../../testing/use-exec.ts';

const bench = useExec();
const node = process.execPath;
const main = join(import.meta.dirname, '../main.ts');
const hasTerminals = spawnSync('script', ['--version']).status === 0;
if (!hasTerminals) console.warn('`script` of util-linux is not installed: exec on a terminal is NOT tested here.');

/** Runs exec on a terminal of its own and types `keys` once it has shown `ready`. */
const onTerminal = async (source: string, keys: string): Promise<string> => {
  const loud = bench.args([node, '-e', source]).filter((arg) => arg !== '--quiet');
  const args = loud.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`);
  const command = `'${node}' --conditions=@sightglass/source '${main}' ${args.join(' ')}`;
  const terminal = spawn('script', ['--quiet', '--flush', '--command', command, '/dev/null'], {
    env: { ...process.env, SHELL: '/bin/sh', SIGHTGLASS_BUFFER_DIR: bench.space.bufferDir },
  });
  let shown = '';
  let typed = false;
  terminal.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (typed || !shown.includes('ready')) return;
    typed = true;
    terminal.stdin.write(keys);
  });
  await once(terminal, 'exit');
  return shown;
};

test.runIf(hasTerminals)('Ctrl-C reaches the program once', async () => {
  const source = `
    let times = 0;
    process.on('SIGINT', () => { times += 1; setTimeout(() => { console.log('interrupted', times, 'times'); process.exit(5) }, 300) });
    console.log('ready'); setTimeout(() => {}, 60_000)`;
  const shown = await onTerminal(source, '\u0003');
  expect(shown).toContain('interrupted 1 times');
  expect(shown).toContain('exited with code 5');
  expect(bench.finished()).toMatchObject({ 'pipeline.run.state': 'aborted' });
});

test.runIf(hasTerminals)('what is typed reaches the program, and a summary is shown', async () => {
  const source = `console.log('ready'); process.stdin.once('data', (line) => { console.log('typed ' + line); process.exit(0) })`;
  const shown = await onTerminal(source, 'hello\n');
  expect(shown).toContain('typed hello');
  expect(shown).toContain('sightglass: orders succeeded');
});
