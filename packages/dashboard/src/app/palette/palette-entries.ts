import { isTraceId, pathSegment } from '@sightglass/model';
import type { ApiSummary, ContractHealth, DatabaseStatus, DatasetItem } from '@sightglass/model/rest';
import type { ListedPipeline } from '../../fetch/listed-pipelines.ts';
import { misfit } from './fuzzy.ts';
import { explorePages, tabs } from '../tabs.ts';
import { datasetHref } from '../../url/dataset-link.ts';
import { runHref } from '../../url/run-link.ts';

type Named = Pick<ListedPipeline, 'namespace' | 'name' | 'lastRun'>;

/** Something the palette can go to. */
export interface Entry {
  readonly key: string;
  readonly kind: 'page' | 'pipeline' | 'run' | 'database' | 'API' | 'contract' | 'dataset' | 'trace' | 'search';
  readonly name: string;
  readonly detail: string;
  readonly href: string;
}

const page = (name: string, detail: string, href: string): Entry => ({ key: href, kind: 'page', name, detail, href });

const pages: readonly Entry[] = [
  ...tabs.filter(({ id }) => id !== 'explore').map(({ name, holds, to }) => page(name, holds, to)),
  page('Contracts', 'checked files and rejects', '/data/contracts'),
  page('Databases', 'health, locks, load', '/systems?kind=database'),
  page('APIs', 'availability, breakers, quota', '/systems?kind=api'),
  ...explorePages.map(({ name, holds, to }) => page(name, holds, to)),
];

/** A run id as a whole, or its beginning as pages show it. */
const runIdPattern = /^(?=.*\d)[0-9a-f]{6,8}(?:-[0-9a-f-]*)?$/iu;
const most = 12;

/** What there is to go to; the more of it is known the better. */
export interface Known {
  readonly pipelines?: readonly Named[];
  readonly databases?: readonly DatabaseStatus[];
  readonly apis?: readonly ApiSummary[];
  readonly contracts?: readonly ContractHealth[];
  /** Those whose names fit what is typed. */
  readonly datasets?: readonly Pick<DatasetItem, 'namespace' | 'name'>[];
  /** Gone to before, the latest first. */
  readonly recent?: readonly Entry[];
}

/** What the typed words can mean, best first: an id pasted whole or in part, names that fit them, and a search of the logs. */
export const findEntries = (typed: string, known: Known = {}): Entry[] => {
  const text = typed.trim();
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const fitting = entriesOf(known)
    .map((entry) => ({ entry, misfit: misfit(words, `${entry.name} ${entry.detail}`) }))
    .filter((one): one is { entry: Entry; misfit: number } => one.misfit !== null)
    .toSorted((a, b) => a.misfit - b.misfit)
    .map(({ entry }) => entry);
  return [...idEntries(text), ...fitting.slice(0, most), ...searchEntry(text)];
};

/** Each place once; where two fit alike, the one that was gone to lately comes first. */
const entriesOf = ({
  pipelines = [],
  databases = [],
  apis = [],
  contracts = [],
  datasets = [],
  recent = [],
}: Known): Entry[] => {
  const all = [
    ...recent,
    ...pages,
    ...pipelines.map(pipelineEntry),
    ...pipelines.map(lastRunEntry),
    ...databases.map(({ name }) => systemEntry('database', name, `/databases/${pathSegment(name)}`)),
    ...apis.map(({ name }) => systemEntry('API', name, `/apis/${pathSegment(name)}`)),
    ...contracts.flatMap(contractEntries),
    ...datasets.map(datasetEntry),
  ];
  const seen = new Set<string>();
  return all.filter(({ href, kind }) => {
    const isNew = !seen.has(`${kind} ${href}`);
    seen.add(`${kind} ${href}`);
    return isNew;
  });
};

const systemEntry = (kind: 'database' | 'API', name: string, href: string): Entry => ({
  key: `${kind} ${name}`,
  kind,
  name,
  detail: '',
  href,
});

const contractEntries = ({ namespace, pipeline, contract }: ContractHealth): Entry[] =>
  contract === null
    ? []
    : [
        {
          key: `contract ${namespace} ${pipeline} ${contract}`,
          kind: 'contract',
          name: contract,
          detail: `${namespace} / ${pipeline}`,
          href: `/data/contracts?${new URLSearchParams({ namespace, pipeline, contract }).toString()}`,
        },
      ];

const datasetEntry = (dataset: Pick<DatasetItem, 'namespace' | 'name'>): Entry => ({
  key: `dataset ${dataset.namespace} ${dataset.name}`,
  kind: 'dataset',
  name: dataset.name,
  detail: dataset.namespace,
  href: datasetHref(dataset),
});

const idEntries = (text: string): Entry[] => {
  const id = text.toLowerCase();
  if (isTraceId(id)) return [{ key: id, kind: 'trace', name: id, detail: 'open this trace', href: `/traces/${id}` }];
  if (!runIdPattern.test(id)) return [];
  return [{ key: id, kind: 'run', name: text, detail: 'open this run', href: `/runs/${pathSegment(text)}` }];
};

const pipelineEntry = ({ namespace, name }: Named): Entry => ({
  key: `pipeline ${namespace} ${name}`,
  kind: 'pipeline',
  name,
  detail: namespace,
  href: `/pipelines/${pathSegment(namespace)}/${pathSegment(name)}`,
});

const lastRunEntry = ({ namespace, name, lastRun }: Named): Entry => ({
  key: `run ${namespace} ${name} ${lastRun.runId}`,
  kind: 'run',
  name: `Last run of ${name}`,
  detail: `${namespace} · ${lastRun.state} · ${lastRun.runId.slice(0, 8)}`,
  href: runHref(lastRun),
});

const searchEntry = (text: string): Entry[] =>
  text === ''
    ? []
    : [
        {
          key: 'search',
          kind: 'search',
          name: `Search the logs for ${text}`,
          detail: '',
          href: `/logs?q=${encodeURIComponent(text)}`,
        },
      ];
