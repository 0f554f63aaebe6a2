import { databaseErrorKind, nearest } from '@sightglass/model';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CliConfig } from '../config/environment.ts';
import { CliError, exitCodes } from '../errors.ts';
import { loadServer } from '../local-server/server-module.ts';
import { type AuditTrial, renderTrial } from '../output/audit-trial.ts';
import { auditSettings, nameOfTable } from '../output/audit-settings.ts';
import { createPrinter } from '../output/printer.ts';
import { withHelp, withJson } from './options.ts';
import { requireOptions } from './usage.ts';

const durationUnits = ['ms', 's', 'min', 'h', 'hhmmss'] as const;
type DurationUnit = (typeof durationUnits)[number];

interface Options {
  readonly url: string;
  readonly table: string;
  readonly name?: string;
  readonly pipeline?: string;
  readonly timeZone: string;
  readonly durationUnit?: DurationUnit;
  readonly column?: readonly string[];
  readonly json?: true;
}

const notes = `
It only reads, and needs no server. Put what it prints into the file of \`sightglass serve --config\`.

Exit codes: 0 every column was found; 1 some were not, or the table cannot be read; 2 used wrongly.`;

export const addAuditTable = (command: Command, { env }: CliConfig): void => {
  withHelp(command, ['sightglass audit-table try --url postgres://… --table etl.job_log']);
  const attempt = command
    .command('try')
    .description('read a table, propose which column is what, and show its newest rows as runs')
    .option('--url <url>', 'postgres:// or sqlserver://; ${NAME} is replaced by an environment variable')
    .option('--table <table>', 'table or schema.table; a view will do')
    .option('--name <name>', 'name of the source; run ids begin with it')
    .option('--pipeline <name>', 'pipeline of every row, if no column has it')
    .option(
      '--column <meaning=column>',
      'which column is what; repeat it, and leave the column empty for none',
      collect,
    )
    .addOption(
      new Option('--duration-unit <unit>', 'unit of numbers in a column of durations').choices([...durationUnits]),
    )
    .option('--time-zone <zone>', 'time zone of times without one', timeZone, 'UTC')
    .action((options: Options) => tryTable(options, env));
  requireOptions(attempt, '--url', '--table');
  withHelp(
    attempt,
    [
      "sightglass audit-table try --url 'postgres://reader:${DWH_PASSWORD}@db/dwh' --table etl.job_log",
      'sightglass audit-table try --url … --table etl.job_log --column startedAt=began --column error=',
      'sightglass audit-table try --url sqlserver://… --table dbo.AuditLog --time-zone Europe/Berlin --json',
    ],
    notes,
  );
  withJson(attempt, 'columns, settings and rows as one JSON object');
};

const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];

const timeZone = (text: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('Give an IANA time zone such as Europe/Berlin.');
  }
};

const tryTable = async (
  { url, table, name, json, column = [], ...rest }: Options,
  env: CliConfig['env'],
): Promise<void> => {
  const { tryAuditTable, auditFields } = await loadServer();
  const source = name ?? nameOfTable(table);
  const columns = readColumns(column, auditFields);
  const trial = await tryAuditTable({ url, table, name: source, env, columns, ...rest }).catch(
    async (error: unknown) => {
      throw await explain(error, url, env);
    },
  );
  const settings = auditSettings({ url, table, name: source }, trial);
  const printer = createPrinter();
  if (json) printer.json({ ...trial, settings: settings.value });
  else printer.line(renderTrial(trial, settings.yaml, printer.style));
  if (trial.missing.length > 0) throw new CliError('AUDIT_TABLE', missingWords(trial, table), exitCodes.negative);
};

type Columns = NonNullable<Parameters<Awaited<ReturnType<typeof loadServer>>['tryAuditTable']>[0]['columns']>;

/** `startedAt=began` … by meaning. */
const readColumns = (given: readonly string[], fields: readonly string[]): Columns =>
  Object.fromEntries(
    given.map((text) => {
      const [, field = '', column = ''] = /^(\w+)=(.*)$/u.exec(text) ?? [];
      if (fields.includes(field)) return [field, column];
      throw new CliError('INVALID_COLUMN', unknownMeaning(text, field, fields));
    }),
  );

const unknownMeaning = (text: string, field: string, fields: readonly string[]): string => {
  const meant = nearest(field, fields);
  const hint = meant === undefined ? `Meanings are ${fields.join(', ')}` : `Did you mean ${meant}?`;
  return `--column "${text}" has no known meaning; write MEANING=COLUMN, such as startedAt=began. ${hint}`;
};

const meanings = {
  runId: 'the key of a run',
  startedAt: 'the start of a run',
  pipeline: 'the name of a pipeline',
  cursor: 'something that only grows',
  durationUnit: 'the unit of its durations',
} as const;

const missingWords = ({ missing, columns }: AuditTrial, table: string): string => {
  const options = missing.map((field) => {
    if (field === 'durationUnit') return '--duration-unit s (or ms, min, h, hhmmss)';
    return `--column ${field}=…${field === 'pipeline' ? ' (or --pipeline NAME)' : ''}`;
  });
  const there = columns.map(({ name, type }) => `${name} (${type})`).join(', ');
  return `No column of ${table} has the shape of ${missing.map((field) => meanings[field]).join(', ')}. Give it with ${options.join(' ')}. Columns: ${there}.`;
};

/** What is wrong with the table, its database or the URL is the user's to put right. */
const explain = async (error: unknown, url: string, env: CliConfig['env']): Promise<unknown> => {
  const { code, message, cause } = error as { code?: unknown; message?: string; cause?: unknown };
  if (code === 'PROBE_TARGET')
    return new CliError('INVALID_URL', `The database cannot be checked: ${message}`, exitCodes.usage, { cause: error });
  return code === 'AUDIT_TABLE' || code === 'CONFIG_INVALID'
    ? new CliError('AUDIT_TABLE', `${message}${await nextStep(cause, url, env)}`, 1, { cause: error })
    : error;
};

/** The advice that `ping` gives for the same failure. */
const nextStep = async (cause: unknown, given: string, env: CliConfig['env']): Promise<string> => {
  const { code } = (cause ?? {}) as { code?: unknown };
  if (typeof code !== 'string') return '';
  const { isMissing, readTarget, withReferences } = await import('@sightglass/probes');
  const url = withReferences(given, env);
  const kind = isMissing(url) ? undefined : databaseErrorKind(readTarget(url).system, code);
  return kind === undefined || kind.class === 'other' ? '' : `\nNext: ${kind.advice}`;
};
