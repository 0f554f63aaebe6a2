import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { filesBelow } from './waiting-files.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const comingAndGoing = `
  const { mkdirSync, rmdirSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  for (let turn = 0; ; turn += 1) {
    for (let at = 0; at < 20; at += 1) mkdirSync(workerData + '/' + at);
    for (let at = 0; at < 20; at += 1) rmdirSync(workerData + '/' + at);
    if (turn === 5) parentPort.postMessage('');
  }`;

test('folders that vanish while they are listed hold nothing', async () => {
  const folder = temporaryFolder();
  const other = new Worker(comingAndGoing, { eval: true, workerData: folder });
  await new Promise((resolve) => other.once('message', resolve));
  for (let turn = 0; turn < 1_000; turn += 1) expect(filesBelow(folder)).toEqual([]);
  await other.terminate();
});
