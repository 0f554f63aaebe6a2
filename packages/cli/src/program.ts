import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { withHelp } from './commands/options.ts';
import { refuseSwallowedOptions } from './commands/swallowed-options.ts';
import type { CliConfig } from './config/environment.ts';

interface Verb {
  readonly name: string;
  readonly description: string;
  /** Adds its options and what it does. Only the verb that is called is loaded, so that every start is quick. */
  readonly load: () => Promise<(command: Command, config: CliConfig) => void>;
  readonly hidden?: true;
}

const recheck = async () => (await import('./commands/recheck.ts')).addRecheck;

const verbs: readonly Verb[] = [
  {
    name: 'exec',
    description: 'run any program and observe it',
    load: async () => (await import('./commands/exec.ts')).addExec,
  },
  {
    name: 'serve',
    description: 'start the server: dashboard, API and OTLP',
    load: async () => (await import('./commands/serve.ts')).addServe,
  },
  {
    name: 'demo',
    description: 'start a server and an example pipeline that runs again and again under changing conditions',
    load: async () => (await import('./commands/demo.ts')).addDemo,
  },
  {
    name: 'runs',
    description: 'list runs, or show one',
    load: async () => (await import('./commands/runs.ts')).addRuns,
  },
  {
    name: 'datasets',
    description: 'list what runs read and write, or show one',
    load: async () => (await import('./commands/datasets.ts')).addDatasets,
  },
  {
    name: 'find',
    description: 'find pipelines, runs, databases, APIs, contracts and files by name or id',
    load: async () => (await import('./commands/explore/find.ts')).addFind,
  },
  {
    name: 'perf',
    description: 'how a pipeline performs: slowest stages, what got worse, databases and APIs',
    load: async () => (await import('./commands/perf.ts')).addPerf,
  },
  {
    name: 'logs',
    description: 'search log records, or follow them as they arrive',
    load: async () => (await import('./commands/explore/logs.ts')).addLogs,
  },
  {
    name: 'traces',
    description: 'list and search traces',
    load: async () => (await import('./commands/explore/traces.ts')).addTraces,
  },
  {
    name: 'metrics',
    description: 'find metrics, and show one over time',
    load: async () => (await import('./commands/explore/metrics.ts')).addMetrics,
  },
  {
    name: 'systems',
    description: 'databases, APIs, file stores and hosts that runs depend on, and whether they are well',
    load: async () => (await import('./commands/systems.ts')).addSystems,
  },
  {
    name: 'incidents',
    description: 'trouble that people take care of as one: list, show, acknowledge, close',
    load: async () => (await import('./commands/respond/incidents.ts')).addIncidents,
  },
  {
    name: 'silence',
    description: 'notify nobody of some trouble for some time',
    load: async () => (await import('./commands/respond/silence.ts')).addSilence,
  },
  {
    name: 'rules',
    description: 'rules of alerting: list them, and replay history by new ones before they are on',
    load: async () => (await import('./commands/respond/rules.ts')).addRules,
  },
  {
    name: 'mail',
    description: 'send a test message through a mail channel of the server',
    load: async () => (await import('./commands/respond/mail.ts')).addMail,
  },
  {
    name: 'notify',
    description: 'who was told of incidents, and how each message fared',
    load: async () => (await import('./commands/respond/notify.ts')).addNotify,
  },
  {
    name: 'span-rules',
    description: 'make runs of the spans of programs that know nothing of pipelines',
    load: async () => (await import('./commands/explore/span-rules.ts')).addSpanRules,
  },
  {
    name: 'audit-table',
    description: 'use a table in which a pipeline notes its runs',
    load: async () => (await import('./commands/audit-table.ts')).addAuditTable,
  },
  {
    name: 'flush',
    description: 'send what pipelines kept on disk while the server was away',
    load: async () => (await import('./commands/flush.ts')).addFlush,
  },
  {
    name: 'ping',
    description: 'check a database: DNS, TCP, TLS, login, test query, table read',
    load: async () => (await import('./commands/ping.ts')).addPing,
  },
  {
    name: 'check',
    description: 'check data files against a contract',
    load: async () => (await import('./commands/check.ts')).addCheck,
  },
  { name: 'recheck', description: 'check the corrected rows of a reject file again', load: recheck },
  { name: 'replay', description: 'the old name of `recheck`', load: recheck, hidden: true },
  {
    name: 'contract',
    description: 'write, validate or import a contract',
    load: async () => (await import('./commands/contract.ts')).addContract,
  },
  {
    name: 'redact',
    description: 'try what a policy takes out of the lines of a file before they are stored',
    load: async () => (await import('./commands/redact.ts')).addRedact,
  },
  {
    name: 'login',
    description: 'sign in at a server, in a browser',
    load: async () => (await import('./commands/account/login.ts')).addLogin,
  },
  {
    name: 'logout',
    description: 'sign out: the token of `login` is revoked and forgotten',
    load: async () => (await import('./commands/account/logout.ts')).addLogout,
  },
  {
    name: 'token',
    description: 'list, create, revoke and rotate tokens',
    load: async () => (await import('./commands/account/token.ts')).addToken,
  },
  {
    name: 'admin',
    description: 'on the machine of the server: create an admin, or a way in for one who forgot the password',
    load: async () => (await import('./commands/account/admin.ts')).addAdmin,
  },
  {
    name: 'backup',
    description: 'back up everything while the server runs, or verify a backup',
    load: async () => (await import('./commands/keeping/backup.ts')).addBackup,
  },
  {
    name: 'restore',
    description: 'make a data folder of a backup',
    load: async () => (await import('./commands/keeping/restore.ts')).addRestore,
  },
  {
    name: 'erase',
    description: 'erase what holds a text from all telemetry, with a receipt',
    load: async () => (await import('./commands/keeping/erase.ts')).addErase,
  },
  {
    name: 'whoami',
    description: 'who the server takes you for, and what you may do there',
    load: async () => (await import('./commands/whoami.ts')).addWhoami,
  },
  {
    name: 'doctor',
    description: 'find out what is wrong with this installation, and what to do',
    load: async () => (await import('./commands/doctor.ts')).addDoctor,
  },
];

const exitCodes = `
Exit codes:
  0  done
  1  the answer is no: not found, failed, something is wrong
  2  used wrongly, or Sightglass cannot be reached
  \`exec\` exits as the program it observes did
`;

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** The program, complete as far as `args` need it. */
export const createProgram = async (config: CliConfig, args: readonly string[]): Promise<Command> => {
  const program = new Command('sightglass')
    .description('See every run, stage, row, query and API call of your data pipelines.')
    .version(manifest.version)
    .enablePositionalOptions()
    .configureOutput({ writeErr: (text) => process.stdout.write(text), outputError: () => undefined });
  withHelp(
    program,
    [
      'sightglass demo',
      'sightglass serve',
      'sightglass exec -- python etl.py',
      'sightglass check orders.csv --contract orders.yaml',
      'sightglass runs list --state failed --from 24h',
    ],
    exitCodes,
  );
  const called = calledVerb(args);
  for (const { name, description, load, hidden = false } of verbs) {
    const command = program.command(name, { hidden }).description(description);
    if (name === called) (await load())(command, config);
  }
  refuseSwallowedOptions(program);
  return program;
};

const calledVerb = (args: readonly string[]): string | undefined => {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  return first === 'help' ? second : first;
};
