import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckReport, ContractInput } from '@sightglass/model/contract';
import { checkFile } from '../src/checks/check-file.ts';
import type { CheckOptions } from '../src/checks/check-options.ts';

export interface Checked {
  readonly report: CheckReport;
  /** The reject file; undefined when there is none. */
  readonly rejects: string | undefined;
}

/** Checks a file of these bytes in a folder of its own. */
export const checkText = async (
  content: string | Uint8Array,
  contract: ContractInput = {},
  { name = 'in.csv', ...options }: CheckOptions & { readonly name?: string } = {},
): Promise<Checked> => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-check-'));
  const file = join(folder.path, name);
  await writeFile(file, content);
  const report = await checkFile(file, contract, { rejects: join(folder.path, 'rejects'), ...options });
  const rejects = report.rejectFile === null ? undefined : await readFile(report.rejectFile, 'utf8');
  return { report, rejects };
};

/** What did not pass: id and status of the expectation, how many, and on which lines. */
export const broken = ({ results }: CheckReport): (readonly [string, string, number, ...number[]])[] =>
  results
    .filter(({ status }) => status !== 'pass')
    .map(({ expectation, status, count, lines }) => [expectation, status, count, ...lines] as const);
