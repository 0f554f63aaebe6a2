import type { FileCheck, RunDetail } from '@sightglass/model/rest';
import { useInfiniteQuery } from '@tanstack/react-query';
import { VerdictWord } from '../../checks/VerdictWord.tsx';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { NameCell } from '../../components/table/NameCell.tsx';
import { cell } from '../../components/table/table.ts';
import { runChecksQuery } from '../../fetch/queries.ts';
import { countOf } from '../../format/number.ts';
import { pairChecks } from './pair-checks.ts';
import { Differing } from './Readings.tsx';

/** The files that either run checked. Nothing where none did. */
export const CheckPairs = ({ a, b, isWhole }: { a: RunDetail; b: RunDetail; isWhole: boolean }) => {
  const [first, second] = [useChecks(a), useChecks(b)];
  if (first === undefined || second === undefined) return null;
  const pairs = pairChecks(first, second);
  const shown = isWhole ? pairs : pairs.filter(({ isSame }) => !isSame);
  if (pairs.length === 0) return null;
  const left = pairs.length - shown.length;
  return (
    <Part title="Checked files" note={left === 0 ? '' : `${countOf(left, 'file')} alike, not shown`}>
      {shown.length === 0 ? null : (
        <LongTable
          caption="Checked files of the two runs"
          rows={shown}
          head={<HeadRow columns={['Contract', { name: 'File', width: 'w-1/3' }, 'First', 'Second']} />}
          row={(pair, attributes) => (
            <tr key={pair.key} {...attributes}>
              <NameCell name={pair.contract} />
              <td data-name="File" className={`${cell} max-w-0 truncate max-sm:max-w-none`} title={pair.file}>
                {pair.file}
              </td>
              <Side name="First" check={pair.a} />
              <Side name="Second" check={pair.b} />
            </tr>
          )}
        />
      )}
    </Part>
  );
};

const useChecks = (run: RunDetail): readonly FileCheck[] | undefined =>
  useInfiniteQuery(runChecksQuery(run)).data?.pages.flatMap(({ items }) => items);

const Side = ({ name, check }: { name: string; check: FileCheck | undefined }) => (
  <td data-name={name} className={`${cell} whitespace-nowrap`}>
    {check === undefined ? (
      <Differing>not checked</Differing>
    ) : (
      <>
        <VerdictWord verdict={check.result} />{' '}
        <span className="text-dim">{check.rejected === 0 ? '' : `${countOf(check.rejected, 'row')} rejected`}</span>
      </>
    )}
  </td>
);
