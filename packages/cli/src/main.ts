import { CommanderError } from 'commander';
import { readEnvironment } from './config/environment.ts';
import { CliError, exitCodes } from './errors.ts';
import { visibleLines } from './output/text.ts';
import { createProgram } from './program.ts';

/** Says what went wrong and returns the exit code. */
const report = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (error instanceof CliError) {
    console.error(`sightglass: ${visibleLines(error.message).join('\n')}`);
    return error.exitCode;
  }
  console.error('sightglass: this is a defect in Sightglass itself, please report it:', error);
  return exitCodes.usage;
};

// `sightglass logs | head` ends when head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  console.error(`sightglass: the output cannot be written: ${error.message}`);
  process.exit(exitCodes.usage);
});

try {
  await createProgram(readEnvironment()).parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
