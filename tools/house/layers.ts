/** What the files of one folder may import. Paths are relative to the root of the repository; the longest folder that holds a file counts. */
export interface Layer {
  /** A folder, or for files that lie directly in it `folder/*`. `<x>` stands for one name, and is the same name in `may`. */
  readonly of: string;
  /** Folders and files beside its own; `!` before one takes it away again. */
  readonly may: readonly string[];
  /** Modules of Node, and packages that are not ours. */
  readonly outside?: 'all' | readonly string[];
}

const model = 'packages/model/src';
const probes = 'packages/probes/src';
const sdk = 'packages/sdk/src';
const server = 'packages/server/src';
const dashboard = 'packages/dashboard/src';
const cli = 'packages/cli/src';

/** What all parts of the dashboard may use, and draws no page. */
const shown = ['components', 'format', 'words', 'url'].map((folder) => `${dashboard}/${folder}`);
const browser = { outside: ['react', 'react-dom', '@tanstack', 'uplot', '@fontsource-variable'] } as const;
const foundations = [
  'access',
  'backup',
  'wire',
  'events',
  'schedule',
  'spool',
  'intake',
  'storage',
  'reception',
  'http',
  'config',
  'plans',
  'senders',
].map((folder) => `${server}/${folder}`);
/** How files and folders begin that only the room itself touches; its other files are pure, or facts, where another room imports them. */
export const insideOfRooms = ['routes', 'store', 'loop', 'room', 'events', 'sessions'] as const;

export const layers: readonly Layer[] = [
  { of: model, may: [], outside: ['zod'] },
  { of: `${model}/schedule`, may: [model], outside: ['croner'] },
  { of: probes, may: [model], outside: 'all' },
  { of: sdk, may: [model, `!${model}/rest`], outside: 'all' },

  { of: `${server}/wire`, may: [model], outside: 'all' },
  { of: `${server}/events`, may: [model], outside: 'all' },
  { of: `${server}/schedule`, may: [model], outside: 'all' },
  {
    of: `${server}/engine`,
    may: [model, `${server}/events`, `${server}/config/engine-environment.ts`],
    outside: 'all',
  },
  { of: `${server}/spool`, may: [model, `${server}/events`, `${server}/wire`], outside: 'all' },
  {
    of: `${server}/intake`,
    may: [model, `${server}/events`, `${server}/schedule`, `${server}/senders`, `${server}/spool`, `${server}/wire`],
    outside: 'all',
  },
  {
    of: `${server}/storage`,
    may: [model, `${server}/events`, `${server}/schedule`, `${server}/wire`],
    outside: 'all',
  },
  {
    of: `${server}/reception`,
    may: [model, `${server}/events`, `${server}/schedule`, `${server}/storage`],
    outside: 'all',
  },
  { of: `${server}/senders`, may: [model, `${server}/events`, `${server}/storage`], outside: 'all' },
  { of: `${server}/access`, may: [model, `${server}/events`, `${server}/storage`], outside: 'all' },
  {
    of: `${server}/backup`,
    may: [model, `${server}/access`, `${server}/engine`, `${server}/events`, `${server}/storage`],
    outside: 'all',
  },
  {
    of: `${server}/http`,
    may: [
      model,
      `${server}/access`,
      `${server}/events`,
      `${server}/schedule`,
      `${server}/senders`,
      `${server}/storage`,
      `${server}/config`,
      `${server}/room.ts`,
    ],
    outside: 'all',
  },
  {
    of: `${server}/config`,
    may: [model, probes, `${server}/rooms/*/config.ts`, `${server}/rooms/*/preset.ts`],
    outside: 'all',
  },
  {
    of: `${server}/plans`,
    may: [model, `${server}/schedule`, `${server}/storage`, `${server}/config`],
    outside: 'all',
  },
  { of: `${server}/rooms/*`, may: [], outside: [] },
  {
    of: `${server}/rooms/<room>`,
    may: [
      model,
      probes,
      ...foundations,
      `${server}/room.ts`,
      `${server}/rooms`,
      ...insideOfRooms.map((name) => `!${server}/rooms/*/**/${name}*`),
      `${server}/rooms/<room>`,
    ],
    outside: 'all',
  },
  { of: `${server}/*`, may: [model, probes, server], outside: 'all' },

  { of: `${dashboard}/format`, may: [model], ...browser },
  { of: `${dashboard}/words`, may: [model, `${dashboard}/format`, `${dashboard}/components`], ...browser },
  { of: `${dashboard}/url`, may: [model], ...browser },
  {
    of: `${dashboard}/components`,
    may: [model, `${dashboard}/format`, `${dashboard}/words`, `${dashboard}/url`],
    ...browser,
  },
  {
    of: `${dashboard}/fetch`,
    may: [
      model,
      `${dashboard}/external-apis`,
      `${dashboard}/url/base-path.ts`,
      `${dashboard}/url/run-link.ts`,
      `${dashboard}/url/time-range.ts`,
      `${dashboard}/url/search-params.ts`,
    ],
    ...browser,
  },
  ...['checks', 'explore', 'external-apis', 'logs', 'pipe', 'run-times'].map((folder) => ({
    of: `${dashboard}/${folder}`,
    may: [model, ...shown],
    ...browser,
  })),
  { of: `${dashboard}/waterfall`, may: [model, ...shown, `${dashboard}/fetch`], ...browser },
  {
    of: `${dashboard}/pages/<page>`,
    may: [model, dashboard, `!${dashboard}/app`, `!${dashboard}/pages`, `${dashboard}/pages/<page>`],
    ...browser,
  },
  { of: `${dashboard}/app`, may: [model, dashboard], ...browser },
  { of: `${dashboard}/*`, may: [model, dashboard], ...browser },

  { of: 'packages/dashboard/public', may: [] },
  { of: 'packages/dashboard/documentation', may: [], outside: 'all' },

  { of: cli, may: [model, probes, sdk], outside: 'all' },
  { of: 'packages/cli/bin', may: [cli], outside: 'all' },
  { of: `${cli}/local-server`, may: [model, sdk, cli, `${server}/index.ts`], outside: 'all' },
  ...[
    'commands/serve',
    'commands/demo',
    'commands/audit-table',
    'commands/account/admin',
    'commands/keeping/backup',
    'commands/keeping/restore',
    'output/audit-trial',
  ].map((file) => ({
    of: `${cli}/${file}.ts`,
    may: [model, probes, sdk, cli, `${server}/index.ts`],
    outside: 'all' as const,
  })),
  { of: 'examples/flights', may: [sdk], outside: 'all' },
  { of: 'examples/estate', may: [model, sdk], outside: 'all' },
  ...['tools', 'test', 'bench', 'packages/cli/packaging', 'packages/dashboard/*'].map((of) => ({
    of,
    may: ['packages', 'examples', 'test', 'bench', 'tools'],
    outside: 'all' as const,
  })),
];
