import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { useExec } from '../../testing/use-exec.ts';

const bench = useExec();
const node = process.execPath;

describe('a Python program', () => {
  const hasPython = spawnSync('python3', ['--version']).status === 0;
  if (!hasPython) console.warn('python3 is not installed: a Node program that writes the same stands in for it.');
  const etl = `
import logging, sys
logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("etl")
print("reading", flush=True)
log.warning("3 rows look odd")
def load():
    raise ValueError("row 7: no date")
try:
    load()
except ValueError:
    log.exception("load failed")
load()
`;
  const imitation = `
const stamp = () => new Date().toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
const trace = 'Traceback (most recent call last):\\n  File "etl.py", line 7, in load\\nValueError: row 7: no date\\n';
console.log('reading');
process.stderr.write(stamp() + ' WARNING etl: 3 rows look odd\\n' + stamp() + ' ERROR etl: load failed\\n' + trace + trace);
process.exitCode = 1;
`;

  test('is understood: levels, loggers, tracebacks, and why it failed', async () => {
    const file = join(bench.space.dir, 'etl');
    await writeFile(file, hasPython ? etl : imitation);
    const result = await bench.exec([hasPython ? 'python3' : node, file]);
    expect(result.code).toBe(1);
    expect(bench.finished()).toMatchObject({ 'error.type': 'ValueError', 'exception.message': 'row 7: no date' });
    expect(bench.server.events('pipeline.stage.finished')[0]?.attributes['pipeline.stage.name']).toBe('etl');
    expect(bench.lines().map(({ body, severity }) => [body, severity])).toEqual(
      expect.arrayContaining([
        ['reading', 'INFO'],
        ['3 rows look odd', 'WARN'],
        ['load failed', 'ERROR'],
      ]),
    );
    const failed = bench.lines().find(({ body }) => body === 'load failed');
    expect(failed?.attributes).toMatchObject({
      logger: 'etl',
      'exception.type': 'ValueError',
      'log.iostream': 'stderr',
    });
  });

  test.runIf(hasPython)('has every line recorded that it printed before it was killed', async () => {
    const file = join(bench.space.dir, 'killed.py');
    await writeFile(file, 'import os, signal\nprint("one")\nprint("two")\nos.kill(os.getpid(), signal.SIGKILL)\n');
    await bench.exec(['python3', file]);
    expect(bench.lines().map(({ body }) => body)).toEqual(['one', 'two']);
  });

  const hasOpenTelemetry =
    spawnSync('python3', ['-c', 'import opentelemetry.sdk.trace, opentelemetry.exporter.otlp.proto.http']).status === 0;
  if (!hasOpenTelemetry)
    console.warn('OpenTelemetry for python3 is not installed: joining the trace is NOT tested here.');

  test.runIf(hasOpenTelemetry)('with OpenTelemetry joins the trace by the two lines of the documentation', async () => {
    const docs = await readFile(join(import.meta.dirname, '../../../../docs/guides/exec.md'), 'utf8');
    const start = /```python\n([^`]*)```/.exec(docs)?.[1] ?? '';
    const file = join(bench.space.dir, 'traced.py');
    await writeFile(
      file,
      `${start}
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
trace.set_tracer_provider(TracerProvider())
trace.get_tracer_provider().add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
with trace.get_tracer("etl").start_as_current_span("query"):
    pass
`,
    );
    expect(await bench.exec(['python3', file], '--stage', 'load')).toMatchObject({ code: 0 });
    const [query, stage] = ['query', 'load'].map((name) => bench.server.spans().find((span) => span.name === name));
    expect(query).toMatchObject({ traceId: stage?.traceId, parentSpanId: stage?.spanId });
  });
});
