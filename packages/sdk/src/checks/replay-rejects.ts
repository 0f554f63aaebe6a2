import type { CheckReport } from '@sightglass/model/contract';
import { checkFile } from './check-file.ts';
import type { CheckOptions } from './check-options.ts';
import type { ContractSource } from './contract/read-contract.ts';
import { rejectFields } from './csv/header.ts';
import { isJsonRejectFile } from './jsonl/header.ts';
import { openSource } from './source/open-source.ts';
import { SourceError } from './source/source-error.ts';

/** Puts the rows of a reject file, as they are by now, back through the contract. Raises SourceError for any other file. */
export const replayRejects = async (
  rejects: string,
  contract: ContractSource,
  options: CheckOptions = {},
): Promise<CheckReport> => {
  await refuseOtherFiles(rejects);
  return checkFile(rejects, contract, options);
};

const markerBytes = 64;

const refuseOtherFiles = async (file: string): Promise<void> => {
  await using source = await openSource(file);
  const head = await source.reader.peek(markerBytes);
  const start = head.toString('utf8');
  if (rejectFields.every((name) => start.includes(name)) || isJsonRejectFile(head)) return;
  throw new SourceError(
    `${file} is no reject file: it does not begin with ${rejectFields.join(' and ')}; use sightglass check for it`,
  );
};
