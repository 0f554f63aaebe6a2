import type { ExpectationResult, ExpectationTrend } from '@sightglass/model/rest';
import { useState } from 'react';
import { FigureCell } from '../components/table/FigureCell.tsx';
import { LongTable, type RowAttributes } from '../components/table/LongTable.tsx';
import { NameCell } from '../components/table/NameCell.tsx';
import { figureColumns, HeadRow } from '../components/table/HeadRow.tsx';
import { cell } from '../components/table/table.ts';
import { countOf, formatCount, formatShare } from '../format/number.ts';
import { checkResultWords, isCheckTrouble } from '@sightglass/model';
import { VerdictBars } from './VerdictBars.tsx';
import { VerdictWord } from './VerdictWord.tsx';

interface Props {
  readonly caption: string;
  /** Those with a trend get a column for it. */
  readonly results: readonly (ExpectationResult | ExpectationTrend)[];
}

/** What was expected and what was found, failed ones first; those that passed are folded away. */
export const ExpectationTable = ({ caption, results }: Props) => {
  const [hasAll, setAll] = useState(false);
  const troubled = results.filter(isCheckTrouble);
  const shown = hasAll ? results : troubled;
  const held = results.length - troubled.length;
  const hasTrend = results.some((result) => 'trend' in result);
  return (
    <>
      {shown.length === 0 ? null : (
        <LongTable
          caption={caption}
          rows={shown}
          head={
            <HeadRow
              columns={[
                'Expectation',
                'Result',
                ...figureColumns('Failures', '% of rows'),
                ...(hasTrend ? ['Failures, file by file'] : []),
                'First lines',
                { name: 'What was found', width: 'w-full' },
              ]}
            />
          }
          row={(result, attributes) => (
            <ExpectationRow attributes={attributes} key={result.expectation} result={result} hasTrend={hasTrend} />
          )}
        />
      )}
      {held === 0 ? null : (
        <button type="button" className="control mt-3" aria-expanded={hasAll} onClick={() => setAll(!hasAll)}>
          {hasAll ? 'Hide' : 'Show'}{' '}
          {troubled.length === 0 ? `${formatCount(held)} passed` : `the ${formatCount(held)} passed`}
        </button>
      )}
    </>
  );
};

interface RowProps {
  readonly attributes: RowAttributes;
  readonly result: ExpectationResult | ExpectationTrend;
  readonly hasTrend: boolean;
}

const ExpectationRow = ({ attributes, result, hasTrend }: RowProps) => {
  const loud = isCheckTrouble(result) ? `tone tone-${checkResultWords[result.result].tone}` : '';
  return (
    <tr {...attributes} className="hover:bg-raised">
      <NameCell name={result.expectation} extraClass="max-w-[32ch] font-mono text-second" />
      <td className={cell}>
        <VerdictWord verdict={result.result} />
      </td>
      <FigureCell name="Failures" value={result.broken} format={formatCount} loud={loud} />
      <FigureCell name="% of rows" value={shareOf(result)} format={formatShare} loud={loud} />
      {hasTrend ? <td className={cell}>{'trend' in result ? <Trend result={result} /> : null}</td> : null}
      <td
        className={`${cell} max-w-[40ch] truncate font-mono text-second max-sm:basis-full max-sm:whitespace-normal xl:max-w-[80ch]`}
        data-name="Lines"
        data-nothing={result.lines.length === 0 || undefined}
        title={result.lines.length === 0 ? undefined : `Lines ${result.lines.join(', ')}`}
      >
        {result.lines.length === 0 ? <span className="text-dim">–</span> : result.lines.join(', ')}
      </td>
      <td
        className={`${cell} max-w-0 min-w-[28ch] truncate text-dim max-sm:basis-full max-sm:whitespace-normal`}
        title={limitsOf(result)}
      >
        {result.message}
      </td>
    </tr>
  );
};

/** Only rows have a share of all rows. */
const shareOf = ({ scope, broken, rows }: ExpectationResult): number | null =>
  rows === 0 || scope === 'file' || scope === 'table' ? null : broken / rows;

const limitsOf = ({ message, warn, error }: ExpectationResult): string =>
  [
    message,
    ...(warn === null ? [] : [`warns above ${warn}`]),
    ...(error === null ? [] : [`fails above ${error}`]),
  ].join(' · ');

const Trend = ({ result }: { result: ExpectationTrend }) => {
  const { broken, results } = result.trend;
  const times = results.filter((one) => one === 'fail' || one === 'warn').length;
  return (
    <VerdictBars
      label={`Failed in ${times} of the last ${countOf(results.length, 'file')}`}
      height={14}
      pitch={6}
      bars={broken.map((value, index) => ({
        key: String(index),
        value,
        verdict: results[index] ?? null,
        title: value === null ? 'not checked' : `${formatCount(value)} failed`,
      }))}
    />
  );
};
