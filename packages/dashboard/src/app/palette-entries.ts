import { isTraceId, pathSegment } from '@sightglass/model';
import type { ListedPipeline } from '../fetch/listed-pipelines.ts';
import { explorePages, tabs } from './tabs.ts';
import { runHref } from '../url/run-link.ts';

type Named = Pick<ListedPipeline, 'namespace' | 'name' | 'lastRun'>;

/** Something the palette can go to. */
export interface Entry {
  readonly key: string;
  readonly kind: 'page' | 'pipeline' | 'run' | 'trace' | 'search';
  readonly name: string;
  readonly detail: string;
  readonly href: string;
}

const page = (name: string, detail: string, href: string): Entry => ({ key: href, kind: 'page', name, detail, href });

const pages: readonly Entry[] = [
  ...tabs.filter(({ id }) => id !== 'explore').map(({ name, holds, to }) => page(name, holds, to)),
  page('Databases', 'health, locks, load', '/systems?kind=database'),
  page('APIs', 'availability, breakers, quota', '/systems?kind=api'),
  ...explorePages.map(({ name, holds, to }) => page(name, holds, to)),
];

const runIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-/iu;
const most = 12;

/** What the typed words can mean, best first: an id pasted whole, names that hold every word, and a search of the logs. */
export const findEntries = (typed: string, pipelines: readonly Named[]): Entry[] => {
  const text = typed.trim();
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const matches = (entry: Entry) => words.every((word) => `${entry.name} ${entry.detail}`.toLowerCase().includes(word));
  const named = [...pages, ...pipelines.map(pipelineEntry), ...pipelines.map(lastRunEntry)].filter(matches);
  return [...idEntries(text), ...named.slice(0, most), ...searchEntry(text)];
};

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
