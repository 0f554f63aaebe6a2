import { readFileSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { type Dataset, defaultHeartbeatIntervalMs, runIdAt } from '@sightglass/model';
import { checkUrl } from '../client/check-url.ts';
import { endLike } from '../child/end-like.ts';
import { childEnvironment } from '../child/environment.ts';
import { giveBack } from '../child/chunk-room.ts';
import type { OutputStream } from '../child/copy-outputs.ts';
import { openOutputPipes } from '../child/output-pipe.ts';
import { runChild } from '../child/run-child.ts';
import type { CliConfig, Environment } from '../config/environment.ts';
import type { CliError } from '../errors.ts';
import { complaint } from '../output/complaint.ts';
import { createOutputReader, type OutputReader } from '../lines/read-output.ts';
import { DatasetAddressError, readDatasets } from '../observed-run/declared-datasets.ts';
import { deliver } from '../observed-run/delivery.ts';
import { startExecTelemetry } from '../observed-run/exec-telemetry.ts';
import { startObservedRun, type ObservedRun } from '../observed-run/observed-run.ts';
import { pipelineNameOf } from '../observed-run/pipeline-name.ts';
import { parseRowRule, parseRowRules, RowRuleError, type RowRule } from '../observed-run/rows/row-rules.ts';
import { redactArgs } from '../observed-run/redact-args.ts';
import type { RunDescription } from '../observed-run/run-description.ts';
import { stoppedRuleMessage } from '../observed-run/rows/stopped-rules.ts';
import { renderSummary, renderUndelivered, type RunSummary, shownEnd } from '../observed-run/summary.ts';
import { seconds, withHelp, withJson, withServer } from './options.ts';

interface Options {
  readonly pipeline?: string;
  readonly namespace: string;
  readonly stage?: string;
  readonly runId?: string;
  readonly heartbeat?: number;
  readonly capture: boolean;
  readonly original?: true;
  readonly rows?: readonly RowRule[];
  readonly sumRows?: true;
  readonly reads?: readonly Dataset[];
  readonly writes?: readonly Dataset[];
  readonly quiet?: true;
  readonly summary?: true;
  readonly url: string;
  readonly json?: true;
}

const notes = `
The program keeps its stdin, output, exit code and signals, even if Sightglass cannot be reached: then telemetry is kept on disk
and a later run sends it. Its stdout and stderr become pipes. A program that draws on the terminal, such as an editor, needs
--no-capture. A line on stdout and one on stderr that are written at the same time may swap.
JSON lines, levels and tracebacks in its output are recognised.

Many programs keep lines back when their output is a pipe, and lose them when they are killed. Python does not under exec
(PYTHONUNBUFFERED=1; set it to nothing to switch this off). For others: \`stdbuf -oL\` before programs in C (awk, sed, grep),
\`$stdout.sync = true\` in Ruby, \`$| = 1\` in Perl, \`flush(stdout())\` in R.

Without --pipeline the pipeline is named after the script, if the program is an interpreter: \`python etl.py\` and
\`node etl.js\` are runs of "etl". Any other program gives its own name: \`/opt/bin/load-orders --all\` is a run of "load-orders".

A line with both read and written, as JSON or as \`read=7 written=7\`, is the row ledger of the run. Other programs need --rows:
  --rows 'read=(\\d+) .*written=(\\d+)'         a pattern; its groups count what the word beside them says
  --rows '^COPY (?<written>\\d+)' --sum-rows   or what they are named: read, written, rejected, filtered, deduplicated, unmatched
  --rows read=rows_in,written=rows_out         keys of JSON lines
  --rows @rules.yaml                           a file of rules; --rows none reads no counts

Datasets make the lineage of the pipeline; how many rows went through them is not known from these options:
  --reads in/orders.csv --reads 's3://lake/raw/*.parquet'   a path, or namespace/name as an address
  --writes postgres://db:5432/shop.public.orders            a table: database.schema.table
  --reads @datasets.txt                                     a file with one on each line

The run ends when the program ends, and so does exec. Processes that the program leaves in the background keep writing to this
output, through a \`cat\` that stays until they end; their lines are recorded only until shortly after the end.
CPU time is exact to 10 ms. Peak memory is measured until shortly before the end. A program too short to be measured has
neither. Both need /proc.

The program finds TRACEPARENT, OTEL_* and SIGHTGLASS_* in its environment, so OpenTelemetry inside it sends to the same place with the
id of the run. Its spans join the trace of the run where its SDK reads TRACEPARENT; that of Python needs two lines (docs/guides/exec.md).
Exit codes: the program's own; 127 when it is not found, 126 when it cannot be executed.`;

export const addExec = (command: Command, config: CliConfig): void => {
  command
    .argument('<command...>', 'the program and its arguments, after --')
    .option('--pipeline <name>', 'the pipeline this is a run of; by default the name of the script or program', name)
    .option(
      '--namespace <name>',
      'the namespace of the pipeline',
      name,
      config.env['SIGHTGLASS_NAMESPACE'] || 'default',
    )
    .option('--stage <name>', 'the stage this is; by default the name of the script or program', name)
    .option('--run-id <id>', 'the id of the run, when a scheduler has one; by default a new UUID', runId)
    .option('--heartbeat <seconds>', 'how often to send a heartbeat; by default 10', seconds(0.1))
    .option('--no-capture', 'do not record its output; a terminal stays a terminal')
    .option('--original', 'keep each line also as it was printed, as log.record.original')
    .option('--rows <rule>', 'how lines count rows, see below; may be given several times', rowRules)
    .option(
      '--sum-rows',
      'add up the counts of all lines that --rows finds; by default the latest line holds the totals',
    )
    .option('--reads <dataset>', 'what the program reads: see below; may be given several times', datasets)
    .option('--writes <dataset>', 'what it writes, reported when it ends well; may be given several times', datasets)
    .option('--quiet', 'print no line on stderr at the end, unless telemetry could not be delivered')
    .option('--summary', 'print that line in spite of --quiet')
    .passThroughOptions()
    .action((args: string[], options: Options, self: Command) => {
      checkUrlOf(options, self);
      return exec(args, options, config);
    });
  withHelp(
    command,
    [
      'sightglass exec -- python etl.py --day 2026-05-01',
      'sightglass exec --pipeline orders --stage load -- sh -c "psql -f load.sql | tee load.log"',
      'sightglass exec --pipeline orders --run-id "$AIRFLOW_CTX_DAG_RUN_ID" -- spark-submit job.py',
    ],
    notes,
  );
  withJson(withServer(command, config.url), 'the line at the end as a JSON object');
};

const name = (text: string): string => {
  if (text.trim() === '' || text.length > 200) throw new InvalidArgumentError('Give 1 to 200 characters.');
  return text;
};

const runId = (text: string): string => {
  if (!/^[\w.:@+=-]{1,200}$/.test(text))
    throw new InvalidArgumentError('Give 1 to 200 letters, digits or any of . : @ + = _ -');
  return text;
};

/** Rules by option: a pattern, keys, `@FILE`, or `none`. */
const rowRules = (text: string, before: readonly RowRule[] = []): readonly RowRule[] => {
  if (text === 'none') return before;
  try {
    return [
      ...before,
      ...(text.startsWith('@')
        ? parseRowRules(readFileSync(text.slice(1), 'utf8')).map((rule) => ({ ...rule, file: text }))
        : [parseRowRule(text)]),
    ];
  } catch (error) {
    const isOurs = error instanceof RowRuleError || text.startsWith('@');
    if (isOurs && error instanceof Error) throw new InvalidArgumentError(error.message);
    throw error;
  }
};

/** By option: an address, a path, or `@FILE`. */
const datasets = (text: string, before: readonly Dataset[] = []): readonly Dataset[] => {
  try {
    return readDatasets(text, before);
  } catch (error) {
    const isOurs = error instanceof DatasetAddressError || text.startsWith('@');
    if (isOurs && error instanceof Error) throw new InvalidArgumentError(error.message);
    throw error;
  }
};

const exec = async (args: readonly string[], options: Options, { env }: CliConfig): Promise<void> => {
  // Whatever goes wrong in here must not end the program being observed.
  process.on('uncaughtException', () => undefined);
  const [command = '', ...rest] = args;
  // Made before the clock of the run starts: it takes as long as a small program.
  const output = options.capture ? (openOutputPipes() ?? 'usual') : 'none';
  const description = describeRun(args, options, env);
  const recording = startExecTelemetry(options.url, description);
  const run = startObservedRun(recording.telemetry, description);
  const needsLines = (description.rowRules?.length ?? 0) > 0 || description.keepsLines;
  const keepSoon = (): void => run.output.keepSoon(() => [...pendingOf('stdout'), ...pendingOf('stderr')]);
  const readers = {
    stdout: readerOf(run, 'stdout', needsLines, keepSoon),
    stderr: readerOf(run, 'stderr', needsLines, keepSoon),
  };
  const pendingOf = (stream: OutputStream) => readers[stream].pending().map((record) => [stream, record] as const);
  let heartbeat: NodeJS.Timeout | undefined;
  const outcome = await runChild({
    command,
    args: rest,
    env: childEnvironment(env, {
      ...description,
      url: options.url,
      traceparent: run.traceparent,
    }),
    output,
    onOutput: (stream, chunk, readAtMs) => readers[stream].push(chunk, readAtMs),
    onStarted: (readUse) => {
      heartbeat = setInterval(() => run.beat(readUse()), description.heartbeatIntervalMs);
    },
  });
  clearInterval(heartbeat);
  if (outcome.startError !== undefined)
    process.stderr.write(`${complaint({ code: outcome.startError.type, message: outcome.startError.message })}\n`);
  if (outcome.outputError !== undefined) process.stderr.write(lostOutput(outcome.outputError));
  await Promise.all([readers.stdout.end(), readers.stderr.end()]);
  const { state, message, durationMs, rows, idleRules, stoppedRules } = run.finish(outcome);
  for (const rule of stoppedRules) process.stderr.write(`sightglass: ${stoppedRuleMessage(rule)}\n`);
  const delivery = await deliver(recording, durationMs);
  const { namespace, pipeline, runId: id } = description;
  summarise(
    {
      namespace,
      pipeline,
      runId: id,
      state,
      message,
      durationMs,
      rows,
      idleRules,
      stoppedRules,
      usage: outcome.usage,
      delivery,
    },
    options,
  );
  endLike(outcome.outputError !== undefined && outcome.exitCode === 0 ? { ...outcome, exitCode: 1 } : outcome);
};

/** The program wrote to a pipe of ours and may have ended well. */
const lostOutput = ({ message }: Error): string =>
  `sightglass: output of the program is lost, it cannot be written: ${message}\n`;

/** A wrong option is refused. A wrong environment must not keep programs from running. */
const checkUrlOf = ({ url }: Options, self: Command): void => {
  try {
    checkUrl(url);
  } catch (error) {
    if (self.getOptionValueSource('url') === 'cli') throw error;
    const { code, message } = error as CliError;
    process.stderr.write(`${complaint({ code, message: `${message}; the program runs without being observed` })}\n`);
  }
};

const describeRun = (args: readonly string[], options: Options, env: Environment): RunDescription => ({
  namespace: options.namespace,
  pipeline: options.pipeline ?? pipelineNameOf(args),
  stage: options.stage ?? pipelineNameOf(args),
  runId: options.runId ?? runIdAt(Date.now()),
  parentRunId: env['SIGHTGLASS_RUN_ID'],
  traceparent: env['TRACEPARENT'],
  heartbeatIntervalMs: options.heartbeat ?? defaultHeartbeatIntervalMs,
  keepsLines: options.original === true,
  rowRules: options.rows?.map((rule) => ({ ...rule, isAdded: rule.isAdded || options.sumRows === true })),
  commandArgs: redactArgs(args),
  datasets: { reads: options.reads ?? [], writes: options.writes ?? [] },
});

/** Rules for rows and records that hold their line need every line whole. */
const readerOf = (
  { output }: ObservedRun,
  stream: OutputStream,
  needsLines: boolean,
  onProgress: () => void,
): OutputReader =>
  createOutputReader({
    onProgress,
    onRecord: (record) => output.write(stream, record),
    isOurs: output.isOurs,
    onRead: giveBack,
    ...(!needsLines && {
      onQuick: (bytes, readAtMs, line) => output.writeQuick(stream, bytes, readAtMs, line),
      runs: output.runs(stream),
    }),
  });

const summarise = (end: Omit<RunSummary, 'url'>, options: Options): void => {
  const { url, json, quiet, summary: wanted } = options;
  const summary = { url, ...end };
  const trouble = renderUndelivered(summary);
  if (json) process.stderr.write(`${JSON.stringify({ ...summary, shown: shownEnd(summary) })}\n`);
  else if (wanted || (!quiet && (process.stderr.isTTY || URL.canParse(url))))
    process.stderr.write(`${renderSummary(summary)}\n`);
  else if (trouble !== undefined && URL.canParse(url)) process.stderr.write(`${trouble}\n`);
};
