import type { BlockReport, CheckPlan } from './blocks/block.ts';
import { KeySet } from './blocks/key-set.ts';
import { keyExpectations } from './blocks/row-plan.ts';
import type { CheckOptions } from './check-options.ts';
import { Collector } from './collector.ts';
import { given } from './given.ts';
import { layoutOf } from './layout.ts';
import { checkBlocks } from './read-rows.ts';
import { openSource } from './source/open-source.ts';
import { SourceError } from './source/source-error.ts';

/** Per expectation of uniqueness, the keys of the rows of other files that the contract accepts. Raises SourceError. */
export const earlierKeys = async (
  files: readonly string[],
  plan: CheckPlan,
  options: CheckOptions,
): Promise<KeySet[]> => {
  const found = keyExpectations(plan.expectations).map(() => new KeySet());
  for (const file of files) await addKeysOf(file, plan, options, found);
  return found;
};

const addKeysOf = async (
  file: string,
  plan: CheckPlan,
  { threads, signal }: CheckOptions,
  found: readonly KeySet[],
): Promise<void> => {
  const { contract, expectations } = plan;
  await using source = await openSource(file, contract.format.encoding);
  const layout = await layoutOf(file, source, contract);
  if (layout.type === 'csv') refuseOtherColumns(file, layout.header.names, plan.header);
  const collector = new Collector(expectations, layout.header);
  await checkBlocks(
    { file, source, layout, plan: { ...plan, dialect: layout.dialect, profiles: false, keepsRows: true }, collector },
    given({ threads, signal }),
    async (report) => {
      collector.add(
        report,
        () => undefined,
        (_, ordinal) => addKeys(report, ordinal, found),
      );
    },
  );
};

const addKeys = ({ keys }: BlockReport, ordinal: number, found: readonly KeySet[]): void => {
  for (const [index, set] of found.entries()) {
    const [one, two] = [keys[index]![ordinal * 2]!, keys[index]![ordinal * 2 + 1]!];
    if (one !== 0 || two !== 0) set.add(one, two);
  }
};

const refuseOtherColumns = (file: string, names: readonly string[], wanted: readonly string[]): void => {
  if (names.length === wanted.length && names.every((name, at) => name === wanted[at])) return;
  throw new SourceError(
    `${file} has the columns ${names.join(', ')} and not ${wanted.join(', ')}; ` +
      'name the file the rows came from, or the rows accepted of it',
  );
};
