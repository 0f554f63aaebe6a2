import { isTraceId, misfitOfThing, pathSegment, type Tone } from '@sightglass/model';
import type { FoundThing } from '@sightglass/model/rest';
import type { ListedPipeline } from '../../fetch/listed-pipelines.ts';
import { explorePages, tabs } from '../tabs/tabs.ts';
import { runHref } from '../../url/run-link.ts';

type Named = Pick<ListedPipeline, 'namespace' | 'name' | 'lastRun'>;

/** Something the palette can go to. */
export interface Entry {
  readonly key: string;
  readonly kind:
    | 'page'
    | 'pipeline'
    | 'run'
    | 'database'
    | 'API'
    | 'contract'
    | 'file'
    | 'dataset'
    | 'incident'
    | 'trace'
    | 'search';
  readonly name: string;
  readonly detail: string;
  readonly href: string;
  /** Its state as its page shows it. */
  readonly shown?: { readonly word: string; readonly tone: Tone } | undefined;
}

const page = (name: string, detail: string, href: string): Entry => ({ key: href, kind: 'page', name, detail, href });

const pages: readonly Entry[] = [
  ...tabs.filter(({ id }) => id !== 'explore').map(({ name, holds, to }) => page(name, holds, to)),
  page('Incidents', 'what needs somebody', '/incidents'),
  page('Contracts', 'checked files and rejects', '/data/contracts'),
  page('Databases', 'health, locks, load', '/systems?kind=database'),
  page('APIs', 'availability, breakers, quota', '/systems?kind=api'),
  ...explorePages.map(({ name, holds, to }) => page(name, holds, to)),
  page('Runs of spans', 'rules that make runs of spans', '/span-rules'),
  page('Settings', 'account, tokens, people, privacy, retention', '/settings'),
];

/** A run id as a whole, or its beginning as pages show it. */
const runIdPattern = /^(?=.*\d)[0-9a-f]{6,8}(?:-[0-9a-f-]*)?$/iu;
const most = 14;

/** What there is to go to; the more of it is known the better. */
export interface Known {
  readonly pipelines?: readonly Named[];
  /** By the server, best first. */
  readonly found?: readonly FoundThing[];
  /** What was found is for these words, not for those before: then it fits, whatever is seen of it. */
  readonly isAnswered?: boolean;
  /** Gone to before, the latest first. */
  readonly recent?: readonly Entry[];
}

/** What the typed words can mean, best first: an id pasted whole or in part, names that fit them, and a search of the logs. */
export const findEntries = (typed: string, known: Known = {}): Entry[] => {
  const text = typed.trim();
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const fitting = entriesOf(known)
    .map((entry) => ({ entry, misfit: fitOf(entry, words) }))
    .filter((one): one is { entry: Listed; misfit: number } => one.misfit !== null)
    .toSorted((a, b) => a.misfit - b.misfit)
    .map(({ entry: { isFound: _isFound, ...entry } }): Entry => ({ ...entry, key: keyOf(entry) }));
  return [
    ...idEntries(text, known.isAnswered === false ? [] : (known.found ?? [])),
    ...fitting.slice(0, most),
    ...searchEntry(text),
  ];
};

/** The name counts before what is beside it; what only the server knows to fit comes last. */
const fitOf = ({ name, detail, isFound = false }: Listed, words: readonly string[]): number | null =>
  misfitOfThing(words, name, detail) ?? (isFound ? mostMisfit : null);

const mostMisfit = 100;

type Listed = Entry & { readonly isFound?: boolean };

/** Each place once, with what the server knows of it; where two fit alike, the one that was gone to lately comes first. */
const entriesOf = ({ pipelines = [], found = [], isAnswered = true, recent = [] }: Known): Listed[] => {
  const byServer = new Map(
    found.map((thing) => [keyOf(foundEntry(thing)), { ...foundEntry(thing), isFound: isAnswered }]),
  );
  const all = [
    ...recent.map((entry) => byServer.get(keyOf(entry)) ?? entry),
    ...byServer.values(),
    ...pages,
    ...pipelines.map(pipelineEntry),
    ...pipelines.map(lastRunEntry),
  ];
  const seen = new Set<string>();
  return all.filter((entry) => {
    const isNew = !seen.has(keyOf(entry));
    seen.add(keyOf(entry));
    return isNew;
  });
};

/** Files are on the page of their run. */
const keyOf = ({ kind, href, name }: Entry): string => `${kind} ${href} ${kind === 'file' ? name : ''}`;

const foundEntry = ({ kind, name, detail, page: href, shown }: FoundThing): Entry => ({
  key: `${kind} ${href} ${name}`,
  kind: kind === 'api' ? 'API' : kind,
  name,
  detail,
  href,
  shown: shown ?? undefined,
});

/** A run that was found needs no guess. */
const idEntries = (text: string, found: readonly FoundThing[]): Entry[] => {
  const id = text.toLowerCase();
  if (isTraceId(id)) return [{ key: id, kind: 'trace', name: id, detail: 'open this trace', href: `/traces/${id}` }];
  const [, no] = /^inc[- ]?0*([1-9]\d{0,8})$/u.exec(id) ?? [];
  if (no !== undefined)
    return [{ key: id, kind: 'incident', name: `INC-${no}`, detail: 'open this incident', href: `/incidents/${no}` }];
  if (!runIdPattern.test(id) || found.some(({ kind }) => kind === 'run')) return [];
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
