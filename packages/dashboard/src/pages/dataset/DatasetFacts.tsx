import type { DatasetDetail } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { VerdictWord } from '../../checks/VerdictWord.tsx';
import { type Fact, Facts } from '../../components/page/Facts.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { formatBytes, formatCount } from '../../format/number.ts';
import { runLink } from '../../url/run-link.ts';

/** What is known of the last write and the last read. */
export const DatasetFacts = ({ dataset }: { dataset: DatasetDetail }) => {
  const { namespace, verdict, lastWrite, lastRead, contract } = dataset;
  const facts: Fact[] = [
    { name: 'Data', value: verdict.words, ...reasonOf(dataset) },
    ...(lastWrite === null
      ? []
      : [
          { name: 'Last written', value: <RunAt of={lastWrite} />, note: `by ${lastWrite.pipeline}` },
          { name: 'Rows', value: lastWrite.rows === null ? 'not reported' : formatCount(lastWrite.rows) },
          ...(lastWrite.bytes === null ? [] : [{ name: 'Size', value: formatBytes(lastWrite.bytes) }]),
        ]),
    ...(lastRead === null
      ? []
      : [{ name: 'Last read', value: <RunAt of={lastRead} />, note: `by ${lastRead.pipeline}` }]),
    ...(contract === null ? [] : [{ name: 'Contract', value: <ContractLink contract={contract} /> }]),
    { name: 'In', value: <span className="font-mono text-second">{namespace === '' ? '–' : namespace}</span> },
  ];
  return <Facts facts={facts} />;
};

/** What its last run is in doubt for, where that is why the data is to be checked. */
const reasonOf = ({ shown, lastWrite }: DatasetDetail): Pick<Fact, 'note'> =>
  shown.id === 'doubtful' && lastWrite?.shown ? { note: lastWrite.shown.word.toLowerCase() } : {};

const RunAt = ({ of }: { of: NonNullable<DatasetDetail['lastRead']> }) => (
  <Link {...runLink(of)} className="link">
    <Timestamp at={of.at} />
  </Link>
);

const ContractLink = ({ contract }: { contract: NonNullable<DatasetDetail['contract']> }) => (
  <Link
    to="/data/contracts"
    search={{
      namespace: contract.namespace,
      pipeline: contract.pipeline,
      ...(contract.contract === null ? {} : { contract: contract.contract }),
    }}
    className="inline-flex items-center gap-2 hover:underline"
  >
    {contract.contract ?? 'without a name'} <VerdictWord verdict={contract.result} />
  </Link>
);
