import { CliError, exitCodes } from '../errors.ts';
import { hideUrlPasswords } from './hide-url-password.ts';
import { visibleLines } from './text.ts';

/** Shows an error on stderr and returns the exit code. */
export const complain = (error: unknown, isVerbose: boolean): number => {
  if (isOfSystem(error)) {
    console.error(
      complaint({ code: error.code, message: `${error.message}. See to the disk, its space and its rights.` }),
    );
    return exitCodes.usage;
  }
  if (!(error instanceof CliError)) {
    console.error('sightglass: this is a defect in Sightglass itself, please report it:', error);
    return exitCodes.usage;
  }
  console.error(complaint(error));
  if (isVerbose && error.detail !== undefined) console.error(error.detail);
  return error.exitCode;
};

/** What the disk or the limits of the machine refuse is no defect of a program. */
const ofSystem: ReadonlySet<unknown> = new Set([
  'EACCES',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOSPC',
  'EPERM',
  'EROFS',
]);

const isOfSystem = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'syscall' in error && 'code' in error && ofSystem.has(error.code);

/** `sightglass: what is wrong [CODE]`, and below what to do. */
export const complaint = ({ code, message }: Pick<CliError, 'code' | 'message'>): string => {
  const [first = '', ...rest] = visibleLines(hideUrlPasswords(message));
  return [`sightglass: ${first} [${code}]`, ...rest].join('\n');
};
