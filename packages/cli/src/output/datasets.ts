import { datasetAddress, visibleLine } from '@sightglass/model';
import type { DatasetConsumer, DatasetDetail, DatasetItem, DatasetProducer, DatasetUse } from '@sightglass/model/rest';
import { formatBytes, formatInstant } from './format.ts';
import { countWord } from './ledger-words.ts';
import type { Style } from './style.ts';
import { type Column, renderTable } from './table.ts';
import { shortName } from './text.ts';

const longestName = 60;

/** A table with a line for each dataset, and under it the sentence about what needs attention. */
export const renderDatasetList = (datasets: readonly DatasetItem[], style: Style): string =>
  renderTable(
    [
      { title: 'DATASET', cell: (item) => shortName(datasetAddress(item), longestName) },
      { title: 'STATE', cell: ({ shown }) => stateWord(shown, style) },
      { title: 'WRITTEN', cell: ({ lastWrite }) => (lastWrite === null ? '' : formatInstant(lastWrite.at)) },
      { title: 'ROWS', cell: ({ lastWrite }) => countWord(lastWrite?.rows ?? null), align: 'right' },
      { title: 'WRITTEN BY', cell: ({ writers, writerCount }) => namesOf(writers, writerCount) },
      { title: 'READ BY', cell: ({ readers, readerCount }) => namesOf(readers, readerCount) },
    ] satisfies Column<DatasetItem>[],
    datasets,
    ({ needsAttention, sentence }) => (needsAttention ? [`  ${style.paint('dim', visibleLine(sentence))}`] : []),
  );

/** A dataset as text: how it stands, what writes and reads it, and its latest writes. */
export const renderDataset = (dataset: DatasetDetail, style: Style): string =>
  [
    `${stateWord(dataset.shown, style)}  ${style.paint('bold', visibleLine(datasetAddress(dataset)))}`,
    `  ${visibleLine(dataset.sentence)}`,
    ...contractLines(dataset),
    ...section('WRITTEN BY', dataset.producers, (producer) => producerLine(producer, style)),
    ...section('READ BY', dataset.consumers, (consumer) => consumerLine(consumer, style)),
    ...writeLines(dataset, style),
  ].join('\n');

const stateWord = ({ word, tone, id }: DatasetItem['shown'], style: Style): string =>
  id === 'written' ? word : style.toned(tone, word);

const namesOf = (pipelines: DatasetItem['writers'], count: number): string => {
  const [first] = pipelines;
  if (first === undefined) return '';
  return count > 1 ? `${pipelineName(first)} +${count - 1}` : pipelineName(first);
};

const pipelineName = ({ namespace, pipeline }: DatasetItem['writers'][number]): string =>
  shortName(namespace === 'default' ? pipeline : `${namespace}/${pipeline}`);

const contractLines = ({ contract }: DatasetDetail): string[] =>
  contract === null
    ? []
    : [
        `  contract ${visibleLine(contract.contract ?? 'without a name')}: ${contract.result}, checked ${formatInstant(contract.checkedAt)}`,
      ];

const section = <Item>(title: string, items: readonly Item[], line: (item: Item) => string): string[] =>
  items.length === 0 ? [] : ['', title, ...items.map((item) => `  ${line(item)}`)];

const producerLine = (producer: DatasetProducer, style: Style): string =>
  `${pipelineName(producer)}  ${stateWord(producer.shown, style)}  ${visibleLine(producer.sentence)}`;

const consumerLine = (consumer: DatasetConsumer, style: Style): string => {
  const read = `${pipelineName(consumer)}  read ${formatInstant(consumer.lastRead.at)}`;
  return consumer.effect === null ? read : `${read}  ${style.toned('warn', consumer.effect.words)}`;
};

const writeLines = ({ writes, hasMoreWrites }: DatasetDetail, style: Style): string[] => {
  if (writes.length === 0) return [];
  const columns: Column<DatasetUse>[] = [
    { title: 'WRITES', cell: ({ at }) => formatInstant(at) },
    { title: 'RUN', cell: ({ shown }) => (shown === null ? 'not known' : style.shown(shown)) },
    { title: 'ROWS', cell: ({ rows }) => countWord(rows), align: 'right' },
    { title: 'SIZE', cell: ({ bytes }) => (bytes === null ? '' : formatBytes(bytes)), align: 'right' },
    { title: 'PIPELINE', cell: pipelineName },
    { title: 'RUN ID', cell: ({ runId }) => visibleLine(runId) },
  ];
  return ['', renderTable(columns, writes), ...(hasMoreWrites ? ['Older writes: raise --writes, or give --to.'] : [])];
};
