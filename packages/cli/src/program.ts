import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAuditTable } from './commands/audit-table.ts';
import { addCheck } from './commands/check.ts';
import { addContract } from './commands/contract.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExec } from './commands/exec.ts';
import { addFlush } from './commands/flush.ts';
import { addLogs } from './commands/logs.ts';
import { addPerf } from './commands/perf.ts';
import { addPing } from './commands/ping.ts';
import { addReplay } from './commands/replay.ts';
import { addRuns } from './commands/runs.ts';
import { addServe } from './commands/serve.ts';
import { refuseSwallowedOptions } from './commands/swallowed-options.ts';
import type { CliConfig } from './config/environment.ts';
import { hideUrlPasswords } from './output/hide-url-password.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

const footer = `
Exit codes:
  0  done
  1  the answer is no: not found, failed, something is wrong
  2  used wrongly, or Sightglass cannot be reached
  \`exec\` exits as the program it observes did

Examples:
  $ sightglass demo
  $ sightglass serve
  $ sightglass exec --pipeline orders -- python etl.py
  $ sightglass check orders.csv --contract orders.yaml
  $ sightglass runs list --state failed --from 24h`;

export const createProgram = (config: CliConfig): Command => {
  const program = new Command('sightglass')
    .description('See every run, stage, row, query and API call of your data pipelines.')
    .version(manifest.version)
    .enablePositionalOptions()
    .showHelpAfterError('Run it with --help to see its options and examples.')
    .addHelpText('after', footer)
    .configureOutput({ outputError: (text, write) => write(hideUrlPasswords(text)) })
    .exitOverride();
  addExec(program, config);
  addServe(program);
  addDemo(program, config);
  addRuns(program, config);
  addPerf(program, config);
  addLogs(program, config);
  addAuditTable(program, config);
  addFlush(program, config);
  addPing(program, config);
  addCheck(program);
  addReplay(program);
  addContract(program);
  addDoctor(program, config);
  refuseSwallowedOptions(program);
  return program;
};
