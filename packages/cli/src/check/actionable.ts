import { ContractError, HistoryError, RejectFileError, SourceError, SqlError } from '@sightglass/sdk/checks/check';
import { CliError } from '../errors.ts';

/** What the user can do something about, as an error of the CLI; everything else is thrown on. */
export const actionable = (error: unknown): CliError => {
  if (error instanceof CliError) return error;
  const isKnown = [ContractError, HistoryError, RejectFileError, SourceError, SqlError].some(
    (known) => error instanceof known,
  );
  if (!isKnown) throw error;
  const { code, message } = error as ContractError;
  return new CliError(code, message, undefined, { cause: error });
};
