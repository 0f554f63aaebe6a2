import { defaultSettings, type Look, systemSubject, type TellingKind } from '@sightglass/model/alerting';
import { incidentList, type IncidentList } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noPlans } from '../../../plans/plans.ts';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import { attributesOf, text } from '../../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../../_api.ts';
import { warehouseAt } from '../../databases/_databases.ts';
import { eventsRequest, lifecycleEvent, unixNanoOf } from '../../runs/_runs.ts';
import { createComplete } from './complete.ts';
import { createLookAround } from '../look-around.ts';
import { createTick } from '../loop.ts';
import { storedWorldIn } from '../world.ts';

const minuteMs = 60_000;
const stormOf = 200;
let nowMs = Date.parse('2026-11-27T05:00:00Z');
const receptionTime = () => allReceivedAt(nowMs);
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(receptionTime, { dependencies: [warehouseAt('db1')] });
});
afterAll(() => api[Symbol.asyncDispose]());

/** As the probe of the database finds it. */
const probed = (isDown: boolean): Look => ({
  subject: systemSubject('database', 'warehouse'),
  criticality: null,
  usedBy: [],
  findings: [
    isDown
      ? {
          what: 'database-down',
          is: 'bad',
          sinceMs: nowMs,
          sentence: ['warehouse is down.'],
          words: 'is down',
          harm: 'down',
          runId: null,
          neededAtMs: null,
          retryEndsMs: null,
          causes: [],
        }
      : { what: 'database-down', is: 'well' },
  ],
});

let isDown = false;
const beginTicks = () =>
  createTick({
    world: storedWorldIn(api.state),
    lookAround: createLookAround(
      api.rooms.map((room) =>
        room.name === 'databases'
          ? { ...room, offers: { watch: { look: () => Promise.resolve([probed(isDown)]) } } }
          : room,
      ),
      (_room, error) => {
        throw error;
      },
      createComplete({ telemetry: api.engine.telemetry, config: api.config, plans: noPlans }),
    ),
    noteOccurrences: async () => {},
    settings: defaultSettings,
    receptionTime,
  });

interface Ended {
  readonly name: string;
  readonly message?: string;
  /** A statement of it failed at this server; the message says nothing of it. */
  readonly lost?: string;
}

let runs = 0;
const events = ({ name, message, lost }: Ended): object[] => {
  const runId = `run-${(runs += 1)}`;
  const own = {
    runId,
    pipelineName: name,
    pipelineNamespace: 'storm',
    runStartedAt: new Date(nowMs - 2_000).toISOString(),
  };
  const words = lost === undefined ? message : 'Connection terminated unexpectedly';
  const record = {
    timeUnixNano: unixNanoOf(nowMs - 1_000),
    severityNumber: 17,
    body: text('INSERT orders failed'),
    attributes: attributesOf({
      'pipeline.run.id': runId,
      'pipeline.name': name,
      'pipeline.namespace': 'storm',
      'db.system.name': 'postgresql',
      'server.address': lost ?? '',
      'server.port': 5432,
      'error.type': 'reset',
      'exception.message': 'Connection terminated unexpectedly',
    }),
  };
  return [
    lifecycleEvent('runStarted', nowMs - 2_000, own),
    ...(lost === undefined ? [] : [record]),
    lifecycleEvent('runFinished', nowMs, {
      ...own,
      runState: words === undefined ? 'succeeded' : 'failed',
      ...(words === undefined ? {} : { exceptionType: 'Error', exceptionMessage: words }),
    }),
  ];
};
const insert = (ended: readonly Ended[]) => api.engine.insert('logs', [eventsRequest(ended.flatMap(events))]);

const list = async (query: string): Promise<IncidentList> =>
  incidentList.parse((await api.app.inject(`/api/v1/incidents?${query}`)).json());
const toldOf = async (no: number): Promise<TellingKind[]> => {
  const rows = await api.state.query<{ kind: TellingKind }>(
    'SELECT kind FROM notifications WHERE incident_no = $1 ORDER BY at, seq',
    [no],
  );
  return rows.map(({ kind }) => kind);
};

describe.each([
  ['§18 1: a watched database', 'db1', 'warehouse cannot be reached', 'warehouse is down; 200 pipelines with it'],
  ['§18 2: a database that nothing watches', 'db9', 'db9:5432 cannot be reached (not watched)', undefined],
])('%s that 200 pipelines lose', (_what, host, first, later) => {
  it('is one incident, with one first notification and one all-clear; a broken contract stays its own', async () => {
    const names = Array.from({ length: stormOf }, (_, at) => `${host}-${at}`);
    const tick = await beginTicks();
    await insert([
      ...names.map((name, at) =>
        at % 2 === 0
          ? { name, lost: host }
          : { name, message: `connection to server at "${host}" (10.0.0.7), port 5432 failed: Connection refused` },
      ),
      { name: `${host}-broken`, message: 'orders.csv failed its contract: 12 rows have no id' },
    ]);
    await tick();
    const opened = await list(`state=open&search=${host}-`);
    expect(opened.items.map(({ title, severity, pipelineCount }) => [title, severity, pipelineCount])).toEqual([
      [`${first}: 200 pipelines in trouble`, 'P1', stormOf],
      [`${host}-broken failed`, 'P2', 1],
    ]);
    const { no } = opened.items[0]!;
    nowMs += 15_000;
    await tick();
    isDown = later !== undefined;
    nowMs += minuteMs;
    await tick();
    const [storm] = (await list(`state=open&search=${host}-1`)).items;
    expect(storm).toMatchObject({ no, title: later ?? `${first}: 200 pipelines in trouble` });
    // A restart repeats nothing.
    const again = await beginTicks();
    await again();
    isDown = false;
    nowMs += minuteMs;
    await insert(names.map((name) => ({ name })));
    await again();
    nowMs += 2 * minuteMs;
    await again();
    expect((await list(`state=open&search=${host}-`)).items.map(({ title }) => title)).toEqual([
      `${host}-broken failed`,
    ]);
    expect(await toldOf(no)).toEqual(['opened', 'resolved']);
  });
});
