import { type Command, InvalidArgumentError } from 'commander';
import type { CliConfig } from '../config/environment.ts';
import { CliError } from '../errors.ts';
import { loadServer } from '../local-server/server-module.ts';
import { renderTrial } from '../output/audit-trial.ts';
import { auditSettings, nameOfTable } from '../output/audit-settings.ts';
import { createPrinter } from '../output/printer.ts';
import { examples, withJson } from './options.ts';

interface Options {
  readonly url: string;
  readonly table: string;
  readonly name?: string;
  readonly pipeline?: string;
  readonly timeZone: string;
  readonly json?: true;
}

export const addAuditTable = (program: Command, { env }: CliConfig): void => {
  const command = program
    .command('audit-table')
    .description('tables in which pipelines note their runs')
    .addHelpText('after', examples('sightglass audit-table try --url postgres://… --table etl.job_log'));
  const attempt = command
    .command('try')
    .description('look at a table, propose which column is what, and show its newest rows as runs')
    .requiredOption('--url <url>', 'postgres:// or sqlserver://; ${NAME} stands for an environment variable')
    .requiredOption('--table <table>', 'table or schema.table; a view will do')
    .option('--name <name>', 'of the source; run ids begin with it')
    .option('--pipeline <name>', 'pipeline of every row, where no column says it')
    .option('--time-zone <zone>', 'of times written without one', timeZone, 'UTC')
    .addHelpText(
      'after',
      '\nIt only reads, and needs no server. Put what it prints into the file of `sightglass serve --config`.\n' +
        examples(
          "sightglass audit-table try --url 'postgres://reader:${DWH_PASSWORD}@db/dwh' --table etl.job_log",
          'sightglass audit-table try --url sqlserver://… --table dbo.AuditLog --time-zone Europe/Berlin --json',
        ),
    )
    .action((options: Options) => tryTable(options, env));
  withJson(attempt, 'columns, settings and rows as one JSON object');
};

const timeZone = (text: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('Give an IANA time zone such as Europe/Berlin.');
  }
};

const tryTable = async ({ url, table, name, json, ...ask }: Options, env: CliConfig['env']): Promise<void> => {
  const { tryAuditTable } = await loadServer();
  const source = name ?? nameOfTable(table);
  const trial = await tryAuditTable({ url: checkedUrl(url), table, name: source, env, ...ask }).catch(
    (error: unknown) => {
      throw explain(error);
    },
  );
  const settings = auditSettings({ url, table, name: source }, trial);
  const printer = createPrinter();
  if (json) printer.json({ ...trial, settings: settings.value });
  else printer.line(renderTrial(trial, settings.yaml, printer.style));
};

const protocols = /^(?:postgres|postgresql|sqlserver|mssql):\/\/[^/]|^env:\w/;

const checkedUrl = (url: string): string => {
  if (protocols.test(url)) return url;
  throw new CliError('INVALID_URL', '--url must be like postgres://user:password@host:5432/database or sqlserver://…');
};

/** What is wrong with the table, its database or the URL is the user's to put right. */
const explain = (error: unknown): unknown => {
  const { code, message } = error as { code?: unknown; message?: string };
  return code === 'AUDIT_TABLE' || code === 'CONFIG_INVALID'
    ? new CliError('AUDIT_TABLE', message ?? '', 1, { cause: error })
    : error;
};
