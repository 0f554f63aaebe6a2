import { expect, it } from 'vitest';
import { statusOf } from './_api.ts';
import { startLoad } from './_load.ts';
import { isAlive, isStopped, until } from './_processes.ts';
import { expectNothingLost, expectRefusal, untilAcknowledged, untilRefused } from './_refusals.ts';
import { createDataDir, startServerProcess, type DataDir, type ServerProcess } from './_server.ts';
import { canMountDisks, mountSmallDisk, type SmallDisk } from './_small-disk.ts';

const mebibyte = 1_048_576;
const canMount = canMountDisks();

/** Stops the engine there is now: a busy machine may not fill the spool before the server has started another in place of the first. */
const stopEngine = async (server: ServerProcess): Promise<void> => {
  const pid = await server.enginePid().catch(() => undefined);
  if (pid !== undefined && isAlive(pid) && !isStopped(pid)) process.kill(pid, 'SIGSTOP');
};
/** The server starts another at once; a stopped one it would kill itself after 12 s (`supervisor.process.test.ts`). */
const endStopped = async (server: ServerProcess): Promise<void> => {
  const pid = await server.enginePid();
  if (isStopped(pid)) process.kill(pid, 'SIGKILL');
};

it(`refuses with 503 while the spool is at its limit${canMount ? ', and while the disk is full' : ' (a full disk NOT TRIED: this user may not mount)'}, and loses nothing`, async () => {
  const disk = canMount ? await mountSmallDisk(192 * mebibyte) : undefined;
  await using folder: DataDir | SmallDisk = disk ?? (await createDataDir());
  await using server = await startServerProcess(folder.path, { spool: { bytes: mebibyte } });
  const load = startLoad({ url: () => server.url, senders: 2, recordsPerBody: 20, paddingBytes: 600 });
  await untilAcknowledged(load);
  await untilRefused(load, () => stopEngine(server));
  await expectRefusal(server, '10');
  await endStopped(server);
  await until('the server is ready', async () => (await statusOf(server.url, '/readyz')) === 200);
  await untilAcknowledged(load);

  if (disk !== undefined) {
    for (const fill of [disk.fill, disk.fillFiles]) {
      await fill();
      await untilRefused(load);
      await expectRefusal(server, '30');
      await until('the server is not ready', async () => (await statusOf(server.url, '/readyz')) === 503);
      await disk.free();
      await until('the server is ready', async () => (await statusOf(server.url, '/readyz')) === 200);
    }
  }
  await expectNothingLost(server, load);
  const ready = (await (await fetch(`${server.url}/readyz`)).json()) as object;
  expect(ready).toEqual({ status: 'ready', checks: { 'telemetry engine': 'ok', state: 'ok', spool: 'ok' } });
});
