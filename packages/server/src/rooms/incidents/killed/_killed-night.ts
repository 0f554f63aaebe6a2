import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { StateStore } from '../../../storage/state/state-store.ts';

const program = fileURLToPath(new URL('_night-program.ts', import.meta.url));

const start = (folder: string): ChildProcess =>
  spawn(process.execPath, ['--conditions=@sightglass/source', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Runs the night to its end. Raises when the program fails. */
export const liveNight = async (folder: string): Promise<void> => {
  const child = start(folder);
  child.stdout?.resume();
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the night ended with ${code}`);
};

/** Kills the night some ms after it has gone so many steps further; true when it was over before. */
export const killNight = async (folder: string, steps: number, afterMs: number): Promise<boolean> => {
  const child = start(folder);
  const exited = once(child, 'exit');
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line === 'over') break;
    if ((seen += 1) >= steps) {
      await delay(afterMs);
      child.kill('SIGKILL');
      break;
    }
  }
  const [, signal] = (await exited) as [number | null, string | null];
  return signal === null;
};

/** Who was told what and when, the timers that are left, and how the incidents ended. */
export const outcomeOf = async (state: StateStore): Promise<object> => ({
  told: await state.query('SELECT incident_no, kind, channel, at FROM notifications ORDER BY at, seq'),
  timers: await state.query('SELECT key FROM alerting_timers'),
  incidents: await state.query(
    'SELECT no, state, severity, opened_at, resolved_at, ended_at FROM incidents ORDER BY no',
  ),
  timeline: await state.query(
    'SELECT incident_no, seq, kind, at, by_name FROM incident_events ORDER BY incident_no, seq',
  ),
});
