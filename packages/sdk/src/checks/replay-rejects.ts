import { type CheckReport, type Encoding, expectationsOf } from '@sightglass/model/contract';
import { keyExpectations } from './blocks/row-plan.ts';
import { checkFile } from './check-file.ts';
import type { CheckOptions } from './check-options.ts';
import { type ContractSource, readContract } from './contract/read-contract.ts';
import { maskedFields, rejectFields } from './csv/header.ts';
import { isJsonRejectFile } from './jsonl/header.ts';
import { openSource } from './source/open-source.ts';
import { SourceError } from './source/source-error.ts';

export interface ReplayOptions extends Omit<CheckOptions, 'against'> {
  /**
   * The file the rows came from, or the rows accepted of it, and others with rows accepted since. Needed when the contract requires something to be different in every row;
   * false compares the rows of the reject file among themselves alone.
   */
  readonly against?: readonly string[] | false;
}

/**
 * Puts the rows of a reject file, as they are by now, back through the contract. Raises SourceError for any other file, and when
 * uniqueness cannot be judged.
 */
export const replayRejects = async (
  rejects: string,
  contract: ContractSource,
  { against, ...options }: ReplayOptions = {},
): Promise<CheckReport> => {
  await refuseOtherFiles(rejects, encodingIn(contract));
  if (against === undefined) refuseUnjudged(rejects, contract);
  return checkFile(rejects, contract, against === undefined || against === false ? options : { ...options, against });
};

/** A duplicate stands here without the row it repeats, and would look like the only one. */
const refuseUnjudged = (rejects: string, source: ContractSource): void => {
  const expectations = expectationsOf(readContract(source));
  const ids = keyExpectations(expectations)
    .map((ruleIndex) => expectations[ruleIndex]!)
    .filter(({ error }) => error !== 'never')
    .map(({ id }) => id);
  if (ids.length === 0) return;
  throw new SourceError(
    `${rejects}: ${ids.join(', ')} cannot be judged by these rows alone; name the file they came from, or the rows ` +
      'accepted of it, with --against FILE (against in the SDK), or give --no-against when duplicates do no harm',
  );
};

/** What is wrong with the contract is reported when the rows are checked. */
const encodingIn = (contract: ContractSource): Encoding | undefined => {
  try {
    return readContract(contract).format.encoding;
  } catch {
    return undefined;
  }
};

const markerBytes = 64;

const refuseOtherFiles = async (file: string, encoding: Encoding | undefined): Promise<void> => {
  await using source = await openSource(file, encoding);
  const head = await source.reader.peek(markerBytes);
  const start = head.toString('utf8');
  if (maskedFields.every((name) => start.includes(name)))
    throw new SourceError(
      `${file} holds rows with personal columns starred out, which must not be put back; check the file again without ` +
        '--mask-pii (maskPii in the SDK) and correct those rows',
    );
  if (rejectFields.every((name) => start.includes(name)) || isJsonRejectFile(head)) return;
  throw new SourceError(
    `${file} is not a reject file: it does not begin with ${rejectFields.join(' and ')}; use sightglass check for it`,
  );
};
