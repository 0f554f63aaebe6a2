import { CliError, exitCodes } from '../errors.ts';

/** What went wrong with a backup, in words a person can act on. */
export const explainBackup = (error: unknown, file: string): unknown => {
  if (error instanceof CliError || !(error instanceof Error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'BACKUP_DAMAGED')
    return new CliError(code, `${file}: ${lowerFirst(message)}`, exitCodes.negative, { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new CliError(
      'DISK_FULL',
      `The disk of ${file} is full. Nothing is left of the backup; free some space, or choose another disk.`,
      exitCodes.usage,
      { cause: error },
    );
  if (code === 'ENOENT')
    return new CliError('NO_FILES', `There is no file ${file}.`, exitCodes.usage, { cause: error });
  if (isCutOff(error))
    return new CliError(
      'BACKUP_FAILED',
      'The server ended the backup before its end; its log has the reason. Nothing is left of it: try again.',
      exitCodes.usage,
      { cause: error },
    );
  return typeof code === 'string' && !code.startsWith('ERR_')
    ? new CliError(code, message, exitCodes.usage, { cause: error })
    : error;
};

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** The connection ended within the body. */
const isCutOff = ({ message, name }: Error): boolean => name === 'TypeError' && message === 'terminated';
