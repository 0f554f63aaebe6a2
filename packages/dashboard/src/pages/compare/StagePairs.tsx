import { knownCounts } from '@sightglass/model';
import type { Stage } from '@sightglass/model/rest';
import { StateWord } from '../../components/glyph/StateGlyph.tsx';
import { Part } from '../../components/page/Part.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { NameCell } from '../../components/table/NameCell.tsx';
import { cell, figureCell } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { differs, figures, type Difference, type StagePair } from './compare.ts';
import { Differing } from './Readings.tsx';

/** `left`: stages that are alike and not shown. */
export const StagePairs = ({ pairs, left }: { pairs: readonly StagePair[]; left: number }) =>
  pairs.length === 0 && left === 0 ? null : (
    <Part title="Stages" note={left === 0 ? '' : `${countOf(left, 'stage')} alike, not shown`}>
      {pairs.length === 0 ? null : (
        <LongTable
          caption="Stages of the two runs"
          rows={pairs}
          head={
            <HeadRow
              columns={[
                'Stage',
                'First',
                'Second',
                ...figureColumns(
                  'Took first',
                  'Took second',
                  'Change',
                  'Wrote first',
                  'Wrote second',
                  'Change of rows',
                ),
              ]}
            />
          }
          row={(pair, attributes) => (
            <tr
              key={`${pair.a?.stageId} ${pair.b?.stageId}`}
              {...attributes}
              className={differs(pair) ? '' : 'text-dim'}
            >
              <NameCell name={pair.name} />
              <Side name="First" stage={pair.a} />
              <Side name="Second" stage={pair.b} />
              <Pair of={figures('Took', pair.a?.durationMs, pair.b?.durationMs, formatDuration)} />
              <Pair of={figures('Wrote', writtenBy(pair.a), writtenBy(pair.b), formatCount)} />
            </tr>
          )}
        />
      )}
    </Part>
  );

const writtenBy = (stage: Stage | undefined): number | null | undefined =>
  stage === undefined ? undefined : knownCounts(stage).written;

const Side = ({ name, stage }: { name: string; stage: Stage | undefined }) => (
  <td data-name={name} className={cell}>
    {stage === undefined ? <Differing>not there</Differing> : <StateWord shown={stage.shown} />}
  </td>
);

const Pair = ({ of: { name, a, b, change } }: { of: Difference }) => (
  <>
    <td data-name={`${name} first`} className={figureCell}>
      {a}
    </td>
    <td data-name={`${name} second`} className={figureCell}>
      {b}
    </td>
    <td data-name={`${name} change`} data-nothing={change === '' || undefined} className={figureCell}>
      {change}
    </td>
  </>
);
