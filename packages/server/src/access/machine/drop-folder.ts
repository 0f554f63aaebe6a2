import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { WayIn, WayInRequest } from './way-in.ts';

type Answer = { readonly wayIn: WayIn } | { readonly refused: string };

const folderIn = (dataDir: string): string => join(dataDir, 'way-in');
const isRequest = (file: string): boolean => file.endsWith('.request');
const answerFile = (digest: string): string => `${digest}.answer`;

/** Answers requests that appear as files in the data folder, which only its owner can write. What was there before the start is thrown away. */
export const answerRequests = async (
  dataDir: string,
  give: (request: WayInRequest) => Promise<WayIn>,
  onError: (error: unknown) => void,
): Promise<AsyncDisposable> => {
  const folder = folderIn(dataDir);
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    onError(error); // a disk that takes no files keeps nobody from reading
    return { [Symbol.asyncDispose]: async () => {} };
  }
  let last: Promise<void> = Promise.resolve();
  const look = (): void => {
    last = last.then(() => answerAll(folder, give)).catch(onError);
  };
  const watcher = watch(folder, look);
  watcher.on('error', onError);
  return {
    async [Symbol.asyncDispose]() {
      watcher.close();
      await last;
    },
  };
};

const answerAll = async (folder: string, give: (request: WayInRequest) => Promise<WayIn>): Promise<void> => {
  for (const file of (await readdir(folder)).filter(isRequest)) {
    const text = await readFile(join(folder, file), 'utf8');
    await rm(join(folder, file));
    const request = JSON.parse(text) as WayInRequest;
    const answer: Answer = await give(request).then(
      (wayIn) => ({ wayIn }),
      (error: unknown) => ({ refused: error instanceof Error ? error.message : String(error) }),
    );
    await writeWhole(folder, answerFile(request.digest), answer);
  }
};

/** The server that uses the folder did not take the request. */
export class ServerSilentError extends Error {
  readonly code = 'SERVER_SILENT';
}

const lookEveryMs = 50;

/** Asks the server that uses this data folder. Raises ServerSilentError; `refused` is why it gives none. */
export const askServer = async (dataDir: string, request: WayInRequest, mostWaitMs = 15_000): Promise<Answer> => {
  const folder = folderIn(dataDir);
  const [asked, answered] = [`${request.digest}.request`, answerFile(request.digest)];
  await writeWhole(folder, asked, request).catch((cause: unknown) => {
    throw silent(dataDir, cause);
  });
  const untilMs = performance.now() + mostWaitMs;
  while (performance.now() < untilMs) {
    const text = await readFile(join(folder, answered), 'utf8').catch(() => undefined);
    if (text !== undefined) {
      await rm(join(folder, answered));
      return JSON.parse(text) as Answer;
    }
    await pause(lookEveryMs);
  }
  await rm(join(folder, asked), { force: true });
  throw silent(dataDir);
};

const silent = (dataDir: string, cause?: unknown): ServerSilentError =>
  new ServerSilentError(
    `The server that uses ${dataDir} did not take the request. Run this as the user of the server; if that does not help, stop the server and run it again.`,
    { cause },
  );

const writeWhole = async (folder: string, file: string, content: object): Promise<void> => {
  const beside = join(folder, `${file}.part`);
  await writeFile(beside, JSON.stringify(content), { mode: 0o600 });
  await rename(beside, join(folder, file));
};
