import { attributes, events, requiredAttributes, type EventKey } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { until } from '../../../../../test/_processes.ts';
import { startOtlpServer } from '../../../testing/otlp-server.ts';
import { createWorkspace, patient } from '../../../testing/run-program.ts';

const program = `import { once } from 'node:events';
  import { writeFileSync } from 'node:fs';
  import { pipeline } from '@sightglass/sdk';
  const file = process.env.HOME + '/ids.csv';
  writeFileSync(file, 'id\\n1\\n');
  await pipeline('p', { heartbeatIntervalMs: 100 }).run({ trigger: 'manual', runId: 'mine' }, (run) => run.stage('load', async (stage) => {
    stage.rows.read(1); stage.rows.rejected(1, 'bad');
    await stage.check(file, { name: 'ids', columns: [{ name: 'id' }], table: { drift: { rows: '50%' } } }, { rejects: false });
    await once(process.stdin, 'data');
    process.stdin.destroy();
  }));`;

describe('lifecycle events', () => {
  it('carry what the model requires, and the heartbeat keeps coming', async () => {
    await using server = await startOtlpServer();
    await using workspace = await createWorkspace();
    const quiet = { SIGHTGLASS_SUMMARY: 'off', SIGHTGLASS_LOG_CONSOLE: 'off' };
    const { child, done } = await workspace.start(program, { ...patient, ...quiet, SIGHTGLASS_URL: server.url });
    const beats = () => server.events('pipeline.run.heartbeat').length;
    await until(
      'three heartbeats and the progress of the stage are exported',
      () => beats() > 2 && server.events('pipeline.stage.progress').length > 0,
    );
    child.stdin?.write('go on\n');
    expect(await done).toMatchObject({ code: 0 });
    const received = server.events();
    const { logsThinned: _ofFloods, ...usual } = events;
    for (const key of Object.keys(usual) as EventKey[]) {
      const some = received.filter(({ event }) => event === events[key].name);
      expect(some.length, events[key].name).toBeGreaterThan(0);
      for (const { attributes: own } of some) {
        expect(Object.keys(own)).toEqual(expect.arrayContaining([...requiredAttributes(key), attributes.runStartedAt]));
        expect(own[attributes.runId]).toBe('mine');
      }
    }
    const routine = [
      'pipeline.run.heartbeat',
      'pipeline.stage.progress',
      'pipeline.check.finished',
      'pipeline.file.profiled',
      'pipeline.dataset.used',
    ];
    for (const { event = '', severity, body } of received) {
      expect([event, severity]).toEqual([event, routine.includes(event) ? 'DEBUG' : 'INFO']);
      expect(body).toMatch(
        /^(run started|run is alive|load started|load goes on|(run|load) succeeded after [\d.]+ s|load rejected 1 so far|check (?:pass|skip)|profiled \S+ids\.csv|read file:\S+ids\.csv: 1 row|checked \S+ids\.csv: pass, 1 row, 0 rejected)/u,
      );
    }
    const [started] = server.events('pipeline.run.started');
    expect(started?.attributes).toMatchObject({
      [attributes.runTrigger]: 'manual',
      [attributes.runHeartbeatIntervalMs]: 100,
    });
  });
});
