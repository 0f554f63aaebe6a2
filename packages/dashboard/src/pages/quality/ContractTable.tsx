import type { ContractHealth } from '@sightglass/model/rest';
import { Link, useNavigate } from '@tanstack/react-router';
import { VerdictBars } from '../../checks/VerdictBars.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { useSimulated } from '../../fetch/use-simulated.ts';
import { VerdictWord } from '../../checks/VerdictWord.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { Ago } from '../../components/time/Timestamp.tsx';
import { SortHead } from '../../components/table/SortHead.tsx';
import { cell, figureCell, headCell, headFigure } from '../../components/table/table.ts';
import { countOf, formatCount, formatShare } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { checkResultWords, decisiveFile, isCheckTrouble, rejectedWords } from '@sightglass/model';
import { mayBeSimulated, type QualitySearch, searchOf } from './quality-search.ts';
import { runLink } from '../../url/run-link.ts';

interface Props {
  readonly contracts: readonly ContractHealth[];
  readonly chosen: ContractHealth | undefined;
  readonly search: QualitySearch;
  readonly onSort: (sort: QualitySearch['sort'], order: 'asc' | undefined) => void;
}

/** One text for each contract of a pipeline. */
export const contractKeyOf = ({ namespace, pipeline, contract }: ContractHealth): string =>
  JSON.stringify([namespace, pipeline, contract]);

/** A row for each contract of a pipeline, trouble first. */
export const ContractTable = ({ contracts, chosen, search, onSort }: Props) => {
  const sorted = { sort: search.sort, order: search.order === undefined ? undefined : ('asc' as const), onSort };
  const areSimulated = useSimulated(contracts.some(mayBeSimulated));
  return (
    <LongTable
      caption={
        search.sort === undefined && search.order === undefined
          ? 'Contracts, those that need attention first'
          : 'Contracts'
      }
      rows={contracts}
      head={
        <tr>
          <SortHead name="Contract" by="name" direction="ascending" {...sorted} />
          <SortHead name="Result" by={undefined} {...sorted} />
          <th className={headCell}>Pipeline</th>
          <th className={headFigure}>Rows</th>
          <th className={headFigure}>Rejected</th>
          <th className={headFigure}>% of rows</th>
          <th title="A full bar is the most that was rejected, at least 10%" className={`${headCell} max-lg:hidden`}>
            Last files (bar height = % rejected)
          </th>
          <SortHead name="Checked" by="checked" isFigure width="w-full" {...sorted} />
        </tr>
      }
      row={(health, attributes) => (
        <ContractRow
          attributes={attributes}
          key={contractKeyOf(health)}
          health={health}
          isChosen={health === chosen}
          search={search}
          isSimulated={areSimulated(
            ({ namespace, name }) => namespace === health.namespace && name === health.pipeline,
          )}
        />
      )}
    />
  );
};

interface RowProps {
  readonly attributes: RowAttributes;
  readonly health: ContractHealth;
  readonly isChosen: boolean;
  readonly search: QualitySearch;
  readonly isSimulated: boolean;
}

const ContractRow = ({ attributes, health, isChosen, search, isSimulated }: RowProps) => {
  const latest = decisiveFile(health);
  const share = latest === undefined || latest.rows === 0 ? null : latest.rejected / latest.rows;
  const loud = health.needsAttention ? `tone tone-${health.shown.tone}` : '';
  return (
    <tr {...attributes} className={isChosen ? 'bg-raised' : 'hover:bg-raised'}>
      <th scope="row" className={`${cell} max-w-[32ch]`}>
        <Link
          to="/data/contracts"
          search={searchOf(health, search)}
          resetScroll={false}
          data-row
          aria-current={isChosen || undefined}
          title={health.contract ?? 'no name'}
          className="block truncate font-strong hover:underline"
        >
          {health.contract ?? <span className="text-dim">a contract without a name</span>}
        </Link>
      </th>
      <td className={cell}>
        <VerdictWord verdict={health.result} />
      </td>
      <td className={`${cell} max-w-[36ch] truncate`} title={`${health.namespace} / ${health.pipeline}`}>
        {health.pipeline} <span className="text-dim">{health.namespace}</span> {isSimulated ? <Simulated /> : null}
      </td>
      <FigureCell name="Rows" value={latest?.rows} format={formatCount} />
      <FigureCell name="Rejected" value={latest?.rejected} format={formatCount} loud={loud} />
      <FigureCell name="% of rows" value={share} format={formatShare} loud={loud} />
      <td className={`${cell} max-lg:hidden`}>
        <FileStrip health={health} />
      </td>
      <td className={`${figureCell} text-dim`}>
        <Ago at={health.checkedAt} />
      </td>
    </tr>
  );
};

const FileStrip = ({ health: { namespace, pipeline, files } }: { health: ContractHealth }) => {
  const navigate = useNavigate();
  const broken = files.filter(isCheckTrouble).length;
  return (
    <VerdictBars
      label={`The last ${countOf(files.length, 'file')}; ${broken === 0 ? 'all passed' : `${broken} did not pass`}`}
      height={18}
      pitch={8}
      leastFull={0.1}
      bars={files.map((file, index) => ({
        key: String(index),
        value: file.rows === 0 ? 0 : file.rejected / file.rows,
        verdict: file.result,
        title: `${formatTime(Date.parse(file.checkedAt), Date.now())}, ${checkResultWords[file.result].word.toLowerCase()}: ${rejectedWords(file)}`,
        onPress: () => void navigate(runLink({ namespace, pipeline, runId: file.runId })),
      }))}
    />
  );
};
