import { attributes, events, requiredAttributes, type EventKey } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { observe } from '../../../testing/observe.ts';

describe('lifecycle events', () => {
  it('carry what the model requires, and the heartbeat keeps coming', async () => {
    await using seen = await observe(
      `
      const file = process.env.HOME + '/ids.csv';
      writeFileSync(file, 'id\\n1\\n');
      await pipeline('p', { heartbeatIntervalMs: 100 }).run({ trigger: 'manual', runId: 'mine' }, (run) => run.stage('load', async (stage) => {
        stage.rows.read(1); stage.rows.rejected(1, 'bad');
        await stage.check(file, { columns: [{ name: 'id' }] }, { rejects: false });
        await new Promise((resolve) => setTimeout(resolve, 2_500));
      }));`,
      {},
      `import { writeFileSync } from 'node:fs';`,
    );
    const received = seen.server.events();
    for (const key of Object.keys(events) as EventKey[]) {
      const some = received.filter(({ event }) => event === events[key].name);
      expect(some.length, events[key].name).toBeGreaterThan(0);
      for (const { attributes: own } of some) {
        expect(Object.keys(own)).toEqual(expect.arrayContaining([...requiredAttributes(key), attributes.runStartedAt]));
        expect(own[attributes.runId]).toBe('mine');
      }
    }
    const routine = ['pipeline.run.heartbeat', 'pipeline.stage.progress', 'pipeline.check.finished'];
    for (const { event = '', severity, body } of received) {
      expect([event, severity]).toEqual([event, routine.includes(event) ? 'DEBUG' : 'INFO']);
      expect(body).toMatch(
        /^(run started|run is alive|load started|load goes on|(run|load) succeeded after [\d.]+ s|load rejected 1 so far|check pass|checked \S+ids\.csv: pass, 1 row, 0 rejected)/u,
      );
    }
    expect(seen.server.events('pipeline.run.heartbeat').length).toBeGreaterThan(2);
    const [started] = seen.server.events('pipeline.run.started');
    expect(started?.attributes).toMatchObject({
      [attributes.runTrigger]: 'manual',
      [attributes.runHeartbeatIntervalMs]: 100,
    });
  });
});
