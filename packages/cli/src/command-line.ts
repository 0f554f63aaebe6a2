import { CommanderError } from 'commander';
import { readEnvironment } from './config/environment.ts';
import { isHelp } from './commands/usage.ts';
import { exitCodes } from './errors.ts';
import { createProgram } from './program.ts';

/** Shows what went wrong and returns the exit code. */
const report = async (error: unknown, args: readonly string[]): Promise<number> => {
  if (error instanceof CommanderError) return error.exitCode === 0 || isHelp(error) ? 0 : exitCodes.usage;
  const { complain } = await import('./output/complaint.ts');
  return complain(error, isVerbose(args));
};

/** What comes after -- is for another program. */
const isVerbose = (args: readonly string[]): boolean =>
  args.slice(0, [...args, '--'].indexOf('--')).includes('--verbose');

/** Does what `args` ask for, prints it, and sets the exit code. Nothing is raised: what goes wrong is shown. */
export const runCommandLine = async (args: readonly string[]): Promise<void> => {
  // `sightglass logs | head` ends when head does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    console.error(`sightglass: the output cannot be written: ${error.message}`);
    process.exit(exitCodes.usage);
  });
  try {
    const program = await createProgram(readEnvironment(), args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = await report(error, args);
  }
};
