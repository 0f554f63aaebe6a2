import { leakColumns, type Ledger } from '@sightglass/model';
import type { RunDetail, Stage } from '@sightglass/model/api';
import { formatBytes, formatCount, formatDuration, formatInstant } from './format.ts';
import type { Style } from './style.ts';

const pipeWidth = 24;

/** A run as text: what it is, its stages as a pipe as wide as the rows in it, what leaked, how it ended. */
export const renderRun = (run: RunDetail, style: Style): string =>
  [...heading(run, style), '', ...stages(run, style), ...ending(run, style), '', ...links(run, style)].join('\n');

const heading = (run: RunDetail, { paint, state }: Style): string[] => {
  const facts = [
    `started ${formatInstant(run.startedAt)}`,
    run.finishedAt === null
      ? `running for ${formatDuration(run.durationMs)}`
      : `took ${formatDuration(run.durationMs)}`,
    run.trigger === null ? '' : `by ${run.trigger}`,
    run.resources.cpuTimeMs === null ? '' : `CPU ${formatDuration(run.resources.cpuTimeMs)}`,
    run.resources.peakRssBytes === null ? '' : `memory ${formatBytes(run.resources.peakRssBytes)}`,
  ];
  return [
    `${state(run.state)}  ${paint('bold', `${run.namespace}/${run.pipeline}`)}  ${run.runId}`,
    `  ${facts.filter((fact) => fact !== '').join(' · ')}`,
    ...(run.commandArgs === null ? [] : [`  ${paint('dim', `$ ${commandLine(run.commandArgs)}`)}`]),
  ];
};

const longestCommand = 160;

/** As it could be typed, on one line. */
const commandLine = (args: readonly string[]): string => {
  const typed = args.map((arg) => (/^[\w./:=@%+,-]+$/.test(arg) ? arg : `'${arg.replaceAll(/\s+/g, ' ')}'`)).join(' ');
  return typed.length <= longestCommand ? typed : `${typed.slice(0, longestCommand)}…`;
};

const stages = (run: RunDetail, style: Style): string[] => {
  const widest = Math.max(1, ...run.stages.map(({ rows }) => Math.max(rows.read, rows.written)));
  const nameWidth = Math.max(0, ...run.stages.map(({ name }) => name.length));
  return run.stages.flatMap((stage) => [
    `  ${stage.name.padEnd(nameWidth)}  ${pipe(stage.rows, widest)}  ${flow(stage)}  ${style.paint('dim', formatDuration(stage.durationMs))}${mark(stage, style)}`,
    ...leaks(stage).map((leak) => `  ${' '.repeat(nameWidth)}  ${style.paint('yellow', `╰╴${leak}`)}`),
  ]);
};

const pipe = (rows: Ledger, widest: number): string => {
  const cells = Math.max(rows.read, rows.written) === 0 ? 0 : Math.max(1, share(rows.written, widest));
  const lost = Math.max(0, share(rows.read, widest) - cells);
  return ('━'.repeat(cells) + '╌'.repeat(lost)).padEnd(pipeWidth, ' ');
};

const share = (rows: number, widest: number): number => Math.round((rows / widest) * pipeWidth);

const flow = ({ rows }: Stage): string =>
  rows.read === 0 && rows.written === 0 ? 'no rows' : `${formatCount(rows.read)} → ${formatCount(rows.written)}`;

const mark = (stage: Stage, { state, paint }: Style): string => {
  const ended = stage.state === 'succeeded' ? '' : `  ${state(stage.state)}`;
  return stage.balanced === false
    ? `${ended}  ${paint('red', `unexplained ${formatCount(stage.rowsDifference)}`)}`
    : ended;
};

const leaks = ({ rows, rejectedByReason }: Stage): string[] =>
  leakColumns
    .filter((column) => rows[column] > 0)
    .map((column) => `${formatCount(rows[column])} ${column}${column === 'rejected' ? reasons(rejectedByReason) : ''}`);

const reasons = (byReason: Readonly<Record<string, number>>): string => {
  const parts = Object.entries(byReason).map(([reason, rows]) => `${reason} ${formatCount(rows)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

const ending = (run: RunDetail, { paint }: Style): string[] => {
  const { rows } = run;
  const sum = ['written', ...leakColumns] as const;
  const terms = sum.filter((column) => column === 'written' || rows[column] > 0);
  const equation = `${formatCount(rows.read)} read ${run.balanced === false ? '≠' : '='} ${terms.map((column) => `${formatCount(rows[column])} ${column}`).join(' + ')}`;
  const ledger = rows.read === 0 && rows.written === 0 ? [] : ['', `  ${equation}`];
  const gaps = run.ledger.gaps.map(
    (gap) =>
      `  ${paint('red', `${formatCount(Math.abs(gap.difference))} rows ${gap.difference > 0 ? 'vanished' : 'appeared'}`)} ${gap.where === 'stage' ? 'in' : 'before'} ${gap.stage}`,
  );
  return [...ledger, ...gaps, ...failure(run, paint)];
};

const failure = (run: RunDetail, paint: Style['paint']): string[] => {
  if (run.failure === null) return [];
  const where = run.failedStage === null ? '' : ` in ${run.failedStage}`;
  const trace =
    run.failure.stacktrace
      ?.split('\n')
      .slice(-8)
      .map((line) => `    ${paint('dim', line)}`) ?? [];
  return ['', `  ${paint('red', `${run.failure.type}${where}`)}: ${run.failure.message}`, ...trace];
};

const links = ({ links: { self, logs, trace }, runId }: RunDetail, { paint }: Style): string[] => [
  paint('dim', `  ${self}  ${logs}${trace === null ? '' : `  ${trace}`}`),
  paint('dim', `  sightglass logs --run ${runId}`),
];
