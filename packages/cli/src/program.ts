import { Command } from 'commander';
import { addAuditTable } from './commands/audit-table.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExec } from './commands/exec.ts';
import { addLogs } from './commands/logs.ts';
import { addPerf } from './commands/perf.ts';
import { addRuns } from './commands/runs.ts';
import { addServe } from './commands/serve.ts';
import { refuseSwallowedOptions } from './commands/swallowed-options.ts';
import type { CliConfig } from './config/environment.ts';
import { version } from './version.ts';

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
  $ sightglass runs list --state failed --from 24h`;

export const createProgram = (config: CliConfig): Command => {
  const program = new Command('sightglass')
    .description('See every run, stage, row, query and API call of your data pipelines.')
    .version(version)
    .enablePositionalOptions()
    .showHelpAfterError('Run it with --help to see its options and examples.')
    .addHelpText('after', footer)
    .exitOverride();
  addExec(program, config);
  addServe(program);
  addDemo(program, config);
  addRuns(program, config);
  addPerf(program, config);
  addLogs(program, config);
  addAuditTable(program, config);
  addDoctor(program, config);
  refuseSwallowedOptions(program);
  return program;
};
