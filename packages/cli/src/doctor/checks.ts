import { checkBuffer } from './buffer.ts';
import { type CheckResult, ok, warn } from './check.ts';
import { checkDataFolder, checkEngine, checkNode } from './machine.ts';
import { checkDefaultPorts, checkNotifying, checkServer } from './server.ts';
import { findDashboard } from '../local-server/dashboard.ts';

export interface Subject {
  readonly url: string;
  /** Whether somebody named the server, rather than the default. */
  readonly isUrlChosen: boolean;
  readonly dataFolder: string;
  readonly bufferFolder: string | undefined;
}

/** Whether the server is meant to run on the machine of the caller. */
export const isOnThisMachine = (url: string): boolean =>
  /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

/** All that a server needs here, and the server itself. The ports are those of a server that is started without options. */
export const checkThisMachine = async ({
  url,
  isUrlChosen,
  dataFolder,
  bufferFolder,
}: Subject): Promise<CheckResult[]> => {
  const server = await checkServer(url, isUrlChosen);
  const isDefaultDown = !isUrlChosen && server[0]?.state !== 'ok';
  return [
    checkNode(),
    checkEngine(),
    checkDashboard(),
    checkDataFolder(dataFolder),
    ...(isDefaultDown ? await checkDefaultPorts() : []),
    ...server,
    ...(server[0]?.state === 'ok' ? await checkNotifying(url) : []),
    checkBuffer(bufferFolder, url),
  ];
};

/** What a client needs here, and the server as it answers; its engine, folders and ports are known on its own machine only. */
export const checkRemoteServer = async ({ url, bufferFolder }: Subject): Promise<CheckResult[]> => [
  checkNode(),
  ...(await checkServer(url, true)),
  ...(await checkNotifying(url)),
  checkBuffer(bufferFolder, url),
];

const checkDashboard = (): CheckResult => {
  const { state, folder } = findDashboard();
  if (state === 'built') return ok('dashboard', folder);
  if (state === 'stale') return ok('dashboard', `${folder} is built when the server starts`);
  return warn('dashboard', 'not there', 'Install the package again; the API works without it.');
};
