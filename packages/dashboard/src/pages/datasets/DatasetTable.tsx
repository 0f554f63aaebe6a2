import { checkResultWords } from '@sightglass/model';
import type { DatasetItem } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { VerdictWord } from '../../checks/VerdictWord.tsx';
import { DatasetStateWord } from '../../components/dataset/DatasetState.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { EndKept } from '../../components/table/EndKept.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { SortHead } from '../../components/table/SortHead.tsx';
import { cell, headCell, headFigure } from '../../components/table/table.ts';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { useSimulatedDatasets } from '../../fetch/use-simulated.ts';
import { formatCount } from '../../format/number.ts';
import { datasetLink } from '../../url/dataset-link.ts';
import { runLink } from '../../url/run-link.ts';
import type { DatasetsSearch } from './datasets-search.ts';

interface Props {
  readonly datasets: readonly DatasetItem[];
  readonly search: Pick<DatasetsSearch, 'sort' | 'order'>;
  readonly onSort: (sort: DatasetsSearch['sort'], order: 'asc' | undefined) => void;
}

/** One text for each dataset. */
export const keyOf = ({ namespace, name }: Pick<DatasetItem, 'namespace' | 'name'>): string =>
  JSON.stringify([namespace, name]);

/** Left out of narrow windows. */
const wide = 'max-lg:hidden!';

/** A row for each dataset, what needs attention first unless sorted otherwise. */
export const DatasetTable = ({ datasets, search, onSort }: Props) => {
  const hasContract = datasets.some(({ contract }) => contract !== null);
  const isSimulated = useSimulatedDatasets(datasets);
  const sorted = { sort: search.sort, order: search.order === undefined ? undefined : ('asc' as const), onSort };
  return (
    <LongTable
      caption="Datasets"
      rows={datasets}
      head={
        <tr>
          <SortHead name="Dataset" by="name" direction="ascending" width="w-full" {...sorted} />
          <SortHead name="State" by={undefined} {...sorted} />
          <SortHead name="Last written" by="written" {...sorted} />
          <th className={headFigure}>Rows</th>
          <th className={`${headCell} ${wide}`}>Read by</th>
          <SortHead name="Last read" by="read" width={wide} {...sorted} />
          {hasContract ? <th className={headCell}>Contract</th> : null}
        </tr>
      }
      row={(dataset, attributes) => (
        <DatasetRow
          key={keyOf(dataset)}
          dataset={dataset}
          attributes={attributes}
          hasContract={hasContract}
          isSimulated={isSimulated(dataset)}
        />
      )}
    />
  );
};

interface RowProps {
  readonly dataset: DatasetItem;
  readonly attributes: RowAttributes;
  readonly hasContract: boolean;
  readonly isSimulated: boolean;
}

const DatasetRow = ({ dataset, attributes, hasContract, isSimulated }: RowProps) => {
  const { namespace, name, shown, lastWrite, lastRead, sentence } = dataset;
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th
        scope="row"
        className={`${cell} max-w-0 min-w-[18ch] max-sm:max-w-full`}
        title={`${namespace}\n${name}\n${sentence}`}
      >
        <span className="flex items-baseline gap-2">
          <Link
            {...datasetLink(dataset)}
            data-row
            aria-label={name}
            className="flex min-w-[8ch] font-strong hover:underline"
          >
            <EndKept text={name} />
          </Link>
          <span className="min-w-[6ch] shrink-[9] truncate text-dim">{namespace}</span>
          {isSimulated ? <Simulated /> : null}
        </span>
      </th>
      <td className={cell}>
        <DatasetStateWord shown={shown} />
      </td>
      <td data-name="Last written" data-nothing={lastWrite === null || undefined} className={`${cell} max-w-[40ch]`}>
        {lastWrite === null ? <span className="text-dim">–</span> : <Written write={lastWrite} of={dataset} />}
      </td>
      <FigureCell name="Rows" value={lastWrite?.rows} format={formatCount} />
      <td
        data-name="Read by"
        data-nothing={dataset.readerCount === 0 || undefined}
        className={`${cell} max-w-[24ch] truncate text-dim ${wide}`}
        title={namesOf(dataset.readers, dataset.readerCount)}
      >
        {dataset.readerCount === 0 ? '–' : shortNames(dataset.readers, dataset.readerCount)}
      </td>
      <td data-name="Last read" className={`${cell} whitespace-nowrap text-dim ${wide}`}>
        {lastRead === null ? '–' : <Timestamp at={lastRead.at} />}
      </td>
      {hasContract ? <ContractCell contract={dataset.contract} /> : null}
    </tr>
  );
};

const Written = ({ write, of }: { write: NonNullable<DatasetItem['lastWrite']>; of: DatasetItem }) => (
  <span className="inline-flex max-w-full items-baseline gap-2">
    <Link {...runLink(write)} className="link shrink-0">
      <Timestamp at={write.at} />
    </Link>
    <span className="min-w-0 truncate text-dim" title={namesOf(of.writers, of.writerCount)}>
      {write.pipeline}
      {of.writerCount > 1 ? ` and ${formatCount(of.writerCount - 1)} more` : ''}
    </span>
  </span>
);

const ContractCell = ({ contract }: Pick<DatasetItem, 'contract'>) => (
  <td data-name="Contract" data-nothing={contract === null || undefined} className={cell}>
    {contract === null ? (
      <span className="text-dim">–</span>
    ) : (
      <Link
        to="/data/contracts"
        search={contractSearch(contract)}
        title={`${contract.contract ?? 'A contract without a name'}: ${checkResultWords[contract.result].word.toLowerCase()}`}
        className="hover:underline"
      >
        <VerdictWord verdict={contract.result} />
      </Link>
    )}
  </td>
);

const contractSearch = ({ namespace, pipeline, contract }: NonNullable<DatasetItem['contract']>) => ({
  namespace,
  pipeline,
  ...(contract === null ? {} : { contract }),
});

type Names = DatasetItem['readers'];

const shortNames = (names: Names, count: number): string => {
  const [first] = names;
  return count > 1 ? `${first?.pipeline ?? ''} and ${formatCount(count - 1)} more` : (first?.pipeline ?? '');
};

const namesOf = (names: Names, count: number): string => {
  const listed = names.map(({ namespace, pipeline }) => `${namespace} / ${pipeline}`).join('\n');
  return count > names.length ? `${listed}\nand ${formatCount(count - names.length)} more` : listed;
};
