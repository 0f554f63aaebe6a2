import { createWriteStream } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CheckReport } from '@sightglass/model/contract';
import { SourceError } from '@sightglass/sdk/checks/check';
import { CliError } from '../errors.ts';

/** How standard input is named among files, and its rejected rows. */
export const standardInput = '-';
export const standardInputName = 'stdin';

/** Keeps standard input in a file for as long as it is checked: archives and Parquet files are read from their end, too. */
export const checkStandardInput = async (
  signal: AbortSignal | undefined,
  check: (file: string) => Promise<CheckReport>,
): Promise<CheckReport> => {
  if (process.stdin.isTTY) throw new CliError('NO_INPUT', 'nothing is piped in: pipe a file into it, or name one');
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-stdin-'));
  const file = join(folder.path, standardInputName);
  await pipeline(process.stdin, createWriteStream(file), ...(signal === undefined ? [] : [{ signal }]));
  try {
    return { ...(await check(file)), file: standardInput, modifiedAt: null };
  } catch (error) {
    if (error instanceof SourceError) throw new SourceError(error.message.replaceAll(file, 'standard input'));
    throw error;
  }
};
