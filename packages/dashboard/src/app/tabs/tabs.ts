/** The tabs of the product, in order: where each leads, and its key after `g`. */
export const tabs = [
  { id: 'home', to: '/', name: 'Home', key: 'h', holds: 'all pipelines' },
  { id: 'runs', to: '/runs', name: 'Runs', key: 'r', holds: 'all runs of all pipelines' },
  { id: 'data', to: '/data', name: 'Data', key: 'd', holds: 'datasets and contracts' },
  { id: 'systems', to: '/systems', name: 'Systems', key: 's', holds: 'databases, APIs, file stores, hosts' },
  { id: 'explore', to: '/logs', name: 'Explore', key: 'e', holds: 'logs, traces, metrics' },
] as const;

export type Tab = (typeof tabs)[number];
export type TabId = Tab['id'];

/** What a key after `g` leads to: the tabs, and what is behind them and needs somebody. */
export const keyedPages = [...tabs, { to: '/incidents', name: 'Incidents', key: 'i' }] as const;
export type KeyedPage = (typeof keyedPages)[number];

/** The pages of Explore, in the order of their row of links. */
export const explorePages = [
  { to: '/logs', name: 'Logs', holds: 'search and follow' },
  { to: '/traces', name: 'Traces', holds: 'what took how long' },
  { to: '/metrics', name: 'Metrics', holds: 'what was measured' },
  { to: '/services', name: 'Services', holds: 'who sends' },
] as const;

/** The pages of Data, likewise. */
export const dataPages = [
  { to: '/data', name: 'Datasets', holds: 'what runs read and write' },
  { to: '/data/contracts', name: 'Contracts', holds: 'checked files and rejects' },
] as const;

/** By the first part of an address. */
const tabOfPart: ReadonlyMap<string, TabId> = new Map([
  ['', 'home'],
  ['pipelines', 'home'],
  ['runs', 'runs'],
  ['incidents', 'runs'],
  ['data', 'data'],
  ['systems', 'systems'],
  ['databases', 'systems'],
  ['apis', 'systems'],
  ['logs', 'explore'],
  ['traces', 'explore'],
  ['metrics', 'explore'],
  ['services', 'explore'],
  ['span-rules', 'explore'],
]);

/** The tab a page belongs to: a run is among the runs, by whichever of its addresses; null of a page that is nowhere. Pure. */
export const tabAt = (pathname: string): TabId | null => {
  const [first = '', , , fourth, fifth] = pathname.split('/').slice(1);
  const isRun = first === 'pipelines' && fourth === 'runs' && fifth !== undefined;
  return isRun ? 'runs' : (tabOfPart.get(first) ?? null);
};

/** Whether a page of a second row of links is where somebody is, or what is there was reached from it: a dataset is behind the datasets, rules that make runs of spans behind the services. Pure. */
export const isBehind = (to: string, pathname: string): boolean => {
  const isWithin = (path: string) => pathname === path || pathname.startsWith(`${path}/`);
  if (to === '/services' && isWithin('/span-rules')) return true;
  return isWithin(to) && !(to === '/data' && isWithin('/data/contracts'));
};
