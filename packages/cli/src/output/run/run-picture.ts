import {
  countOf,
  isSimulated,
  isWithoutRows,
  knownCounts,
  leakColumns,
  noRowsWord,
  ledgerEquation,
  openRowsWords,
  visibleLine,
  type Ledger,
  sentenceText,
  simulatedEnvironment,
} from '@sightglass/model';
import type { RunDetail, Stage, Run } from '@sightglass/model/rest';
import { pathOfRun } from '../../client/find-run.ts';
import { formatBytes, formatCount, formatDuration, formatInstant } from '../format.ts';
import { countWord, gapLines } from '../ledger-words.ts';
import type { RunStory } from './run-story.ts';
import { apiLines, checkLines, databaseLines } from './run-work.ts';
import { shortStack } from '../short-stack.ts';
import type { Style } from '../style.ts';
import { shortName, visibleLines, widthOf } from '../text.ts';

const pipeWidth = 24;

/** A run as text: what it is, its stages as a pipe as wide as the rows in it, what leaked, how it ended, files, databases and APIs. */
export const renderRun = ({ run, checks, databases, apis, traces = [], url }: RunStory, style: Style): string =>
  [
    ...heading(run, style),
    '',
    ...stages(run, style),
    ...ending(run, style),
    ...checkLines(checks, style),
    ...databaseLines(databases, style),
    ...apiLines(apis),
    ...thinned(run, style),
    '',
    ...links(run, url, style),
    ...otherTraces(run, traces, url, style),
  ].join('\n');

const heading = (run: RunDetail, { paint, shown }: Style): string[] => {
  const facts = [
    ...timeFacts(run),
    isSimulated(run) ? simulatedEnvironment : '',
    run.version ? `version ${visibleLine(run.version)}` : '',
    run.trigger === null ? '' : `by ${visibleLine(run.trigger)}`,
    run.resources.cpuTimeMs === null ? '' : `CPU ${formatDuration(run.resources.cpuTimeMs)}`,
    run.resources.peakRssBytes === null ? '' : `memory ${formatBytes(run.resources.peakRssBytes)}`,
  ];
  return [
    `${shown(run.shown)}  ${paint('bold', visibleLine(`${run.namespace}/${run.pipeline}`))}  ${visibleLine(run.runId)}`,
    `  ${facts.filter((fact) => fact !== '').join(' · ')}`,
    ...(run.commandArgs === null ? [] : [`  ${paint('dim', `$ ${commandLine(run.commandArgs)}`)}`]),
  ];
};

/** Of one that was missed only when it was due is known. */
const timeFacts = (run: RunDetail): string[] =>
  run.state === 'missed'
    ? [`was due ${formatInstant(run.startedAt)}`]
    : [`started ${formatInstant(run.startedAt)}`, `${timeWord(run)} ${formatDuration(run.durationMs)}`];

const timeWord = ({ state, finishedAt }: RunDetail): string => {
  if (finishedAt !== null) return 'took';
  return state === 'running' ? 'running for' : 'last signal after';
};

const longestCommand = 160;

/** As it could be typed, on one line. */
const commandLine = (args: readonly string[]): string => {
  const typed = args
    .map((arg) => (/^[\w./:=@%+,-]+$/.test(arg) ? arg : `'${visibleLine(arg.replaceAll(/\s+/g, ' '))}'`))
    .join(' ');
  return typed.length <= longestCommand ? typed : `${typed.slice(0, longestCommand)}…`;
};

const stages = (run: RunDetail, style: Style): string[] => {
  const widest = Math.max(1, ...run.stages.map(({ rows }) => Math.max(rows.read, rows.written)));
  const nameWidth = Math.max(0, ...run.stages.map(({ name }) => widthOf(shortName(name))));
  return run.stages.flatMap((stage) => [
    `  ${padded(stage.name, nameWidth)}  ${pipe(stage.rows, widest)}  ${flow(stage)}  ${style.paint('dim', formatDuration(stage.durationMs))}${mark(stage, run.state, style)}`,
    ...leaks(stage).map((leak) => `  ${' '.repeat(nameWidth)}  ${style.paint('yellow', `╰╴${leak}`)}`),
  ]);
};

const padded = (name: string, width: number): string => {
  const shown = shortName(name);
  return shown + ' '.repeat(width - widthOf(shown));
};

const pipe = (rows: Ledger, widest: number): string => {
  const cells = Math.max(rows.read, rows.written) === 0 ? 0 : Math.max(1, share(rows.written, widest));
  const lost = Math.max(0, share(rows.read, widest) - cells);
  return ('━'.repeat(cells) + '╌'.repeat(lost)).padEnd(pipeWidth, ' ');
};

const share = (rows: number, widest: number): number => Math.round((rows / widest) * pipeWidth);

const flow = (stage: Stage): string => {
  const { read, written } = knownCounts(stage);
  return read === null && written === null ? noRowsWord(stage) : `${countWord(read)} → ${countWord(written)}`;
};

const mark = (stage: Stage, runState: RunDetail['state'], { shown, paint }: Style): string => {
  const isPlain = stage.shown.id === 'succeeded' || stage.shown.id === 'unbalanced';
  const ended = isPlain ? '' : `  ${shown(stage.shown)}`;
  const isUnderWay = runState === 'running';
  const open = openRowsWords(isUnderWay ? { ...stage, state: runState } : stage);
  return open === '' ? ended : `${ended}  ${paint(isUnderWay ? 'dim' : 'red', open)}`;
};

const leaks = ({ rows, rejectedByReason }: Stage): string[] =>
  leakColumns
    .filter((column) => rows[column] > 0)
    .map((column) => `${formatCount(rows[column])} ${column}${column === 'rejected' ? reasons(rejectedByReason) : ''}`);

const reasons = (byReason: Readonly<Record<string, number>>): string => {
  const parts = Object.entries(byReason).map(([reason, rows]) => `${shortName(reason)} ${formatCount(rows)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

const ending = (run: RunDetail, style: Style): string[] => {
  const { paint } = style;
  const equation = isWithoutRows(run) ? [] : ['', `  ${ledgerEquation(run)}`];
  const gaps = gapLines(run).map((line) => `  ${paint(run.state === 'running' ? 'dim' : 'red', visibleLine(line))}`);
  return [...equation, ...gaps, ...verdict(run, style)];
};

/** What happened and whether the data can be used; of a failure its class and where it was raised. */
const verdict = (run: RunDetail, { paint, toned }: Style): string[] => {
  const facts = [visibleLine(failureType(run)), exitWords(run)].filter((fact) => fact !== '').join(' · ');
  const trace = shortStack(run.failure?.stacktrace ?? '').flatMap(visibleLines);
  return [
    '',
    ...visibleLines(runSentence(run)).map((line) => `  ${toned(run.shown.tone, line)}`),
    ...[facts, ...trace].filter((line) => line !== '').map((line) => `    ${paint('dim', line)}`),
  ];
};

const thinned = ({ thinnedLogs = 0 }: RunDetail, { paint }: Style): string[] =>
  thinnedLogs === 0
    ? []
    : [
        '',
        paint('yellow', `  ${countOf(thinnedLogs, 'log record')} left out: they came faster than they could be sent`),
      ];

/** Of programs that do not continue the trace of their run. */
const otherTraces = (
  run: RunDetail,
  traces: NonNullable<RunStory['traces']>,
  url: string,
  { paint }: Style,
): string[] =>
  traces
    .filter(({ traceId }) => traceId !== run.traceId)
    .map(({ traceId, name, spans }) =>
      paint(
        'dim',
        `  ${url}/traces/${traceId}  ${visibleLine(name)}, ${countOf(spans, 'span')} of this run in another trace`,
      ),
    );

const links = (run: RunDetail, url: string, { paint }: Style): string[] => [
  paint('dim', visibleLine(`  ${url}${pathOfRun(run)}`)),
  ...[run.links.self, run.links.logs, run.links.trace].flatMap((path) =>
    path === null ? [] : [paint('dim', visibleLine(`  ${url}${path}`))],
  ),
  paint('dim', visibleLine(`  sightglass logs --run ${run.runId} --pipeline ${run.pipeline}`)),
];

/** What happened in a run and whether its data can be used, as it reads here and now. */
const runSentence = (run: Pick<Run, 'sentenceParts' | 'runningSince' | 'durationMs'>): string =>
  sentenceText(run.sentenceParts, { nowMs: answeredAtMs(run) });

/** While it runs every duration is that of the answer, so that all lines agree. */
const answeredAtMs = ({ runningSince, durationMs }: Pick<Run, 'runningSince' | 'durationMs'>): number =>
  typeof runningSince === 'string' ? Date.parse(runningSince) + durationMs : Date.now();

/** `exit code 3`, `signal SIGTERM`; empty for runs of programs nobody watched from outside. */
const exitWords = ({ exitCode, exitSignal }: RunDetail): string => {
  if (exitSignal !== null) return `signal ${exitSignal}`;
  return exitCode === null || exitCode === 0 ? '' : `exit code ${exitCode}`;
};

/** The class of the failure, where it is more than how the program ended. */
const failureType = ({ failure, exitSignal }: RunDetail): string =>
  failure === null || failure.type === exitSignal || failure.type.startsWith('exit_code_') ? '' : failure.type;
