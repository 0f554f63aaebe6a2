/** What a page asks the server, as the dashboard does: the requests of a step at once, the next step when all are answered. */
export interface Page {
  readonly name: string;
  readonly steps: readonly (readonly string[])[];
}

interface Example {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
  readonly traceId: string | null;
  readonly startedAt: string;
  readonly nowMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const minuteMs = 60_000;
const chatter = '-event:pipeline.run.heartbeat -event:pipeline.stage.progress -event:pipeline.db.statements.counted';

const query = (params: Readonly<Record<string, string>>): string => new URLSearchParams(params).toString();

/** Every page a person waits for. */
export const pagesOf = ({ namespace, pipeline, runId, traceId, startedAt, nowMs }: Example): readonly Page[] => {
  const pipelinePath = `pipelines/${namespace}/${pipeline}`;
  const runPath = `${pipelinePath}/runs/${runId}`;
  const minute = (ms: number): string => new Date(Math.floor(ms / minuteMs) * minuteMs).toISOString();
  const today = query({ from: minute(nowMs - dayMs), to: minute(nowMs + 5 * minuteMs) });
  const ofRun = query({ runId, pipeline, namespace, q: chatter, limit: '200' });
  const tracesOfRun = query({
    runId,
    pipeline,
    namespace,
    from: new Date(Date.parse(startedAt) - hourMs).toISOString(),
  });
  return [
    { name: 'home', steps: [[homeList, `apis?${query({ from: minute(nowMs - dayMs) })}`]] },
    { name: 'home, its list', steps: [[homeList]] },
    { name: 'home, all of it', steps: [['pipelines']] },
    { name: 'runs', steps: [['runs?limit=100']] },
    { name: 'runs that failed', steps: [['runs?limit=100&state=failed']] },
    {
      name: 'run',
      steps: [
        [runPath],
        [
          `${runPath}/checks`,
          `apis?${query({ runId, namespace, pipeline })}`,
          `${runPath}/databases`,
          `logs?${ofRun}`,
          `traces?${tracesOfRun}`,
          ...(traceId === null ? [] : [`traces/${traceId}`]),
        ],
      ],
    },
    { name: 'run, its first answer', steps: [[runPath]] },
    { name: 'pipeline', steps: [[pipelinePath, `runs?${query({ namespace, pipeline, limit: '50' })}`]] },
    { name: 'pipeline, its costs', steps: [[`${pipelinePath}/performance`]] },
    {
      name: 'logs',
      steps: [[`logs?${today}&limit=200`, `logs/count?${today}`, `logs/histogram?${today}&buckets=120`]],
    },
    { name: 'logs, newest 100', steps: [['logs?limit=100']] },
    { name: 'logs, a word', steps: [[`logs?${today}&limit=200&q=rows`]] },
    {
      name: 'logs, key:value',
      steps: [[`logs?${today}&limit=200&q=${encodeURIComponent(`pipeline.run.id:${runId}`)}`]],
    },
    { name: 'logs, facets', steps: [[`logs/facets?${today}`]] },
  ];
};

const homeList = 'pipelines/brief';
