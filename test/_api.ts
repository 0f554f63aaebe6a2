import type { LogPage, Run, RunDetail, RunPage } from '@sightglass/model/rest';

const timeoutMs = 60_000;

const get = async <Answer>(url: string, path: string): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
};

export const logCount = async (url: string, filter = ''): Promise<number> =>
  (await get<{ count: number }>(url, `/api/v1/logs/count?${filter}`)).count;

/** Bodies of all log records the filter names, read page by page. */
export const logBodies = async (url: string, filter = ''): Promise<string[]> => {
  const bodies: string[] = [];
  let cursor = '';
  for (;;) {
    const page = await get<LogPage>(url, `/api/v1/logs?limit=1000&${filter}${cursor}`);
    bodies.push(...page.items.map(({ body }) => body));
    if (page.nextCursor === null) return bodies;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
};

export const runsOf = async (url: string, pipeline: string): Promise<readonly Run[]> =>
  (await get<RunPage>(url, `/api/v1/runs?pipeline=${encodeURIComponent(pipeline)}`)).items;

export const runDetail = (url: string, runId: string): Promise<RunDetail> =>
  get<RunDetail>(url, `/api/v1/runs/${encodeURIComponent(runId)}`);

/** Sum of a counter or gauge of `/metrics` over all its labels. */
export const metric = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(timeoutMs) })).text();
  const values = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
};

export const statusOf = async (url: string, path: string): Promise<number> => {
  const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
  await response.arrayBuffer();
  return response.status;
};
