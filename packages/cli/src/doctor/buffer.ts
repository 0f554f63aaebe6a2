import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { waitingElsewhere } from '../buffer/flush-words.ts';
import { filesBelow, isRefused, sizeOf } from '../buffer/waiting-files.ts';
import { folderFor, waitingTelemetry } from '../buffer/waiting-for.ts';
import { formatBytes } from '../output/format.ts';
import { fail, ok, warn, type CheckResult } from './check.ts';

const name = 'unsent telemetry';
const muchBytes = 64 * 1024 ** 2;

/** Where pipelines keep telemetry that no server has taken yet. */
export const checkBuffer = (folder: string | undefined, url: string): CheckResult => {
  if (folder === undefined)
    return warn(
      name,
      'lost, as keeping it is switched off',
      'Unset SIGHTGLASS_BUFFER_DIR, so that nothing is lost while the server is away.',
    );
  try {
    accessSync(nearestExisting(folder), constants.W_OK);
  } catch {
    return fail(
      name,
      `${folder} cannot be written`,
      'Change its rights, or set SIGHTGLASS_BUFFER_DIR to another folder.',
    );
  }
  const refused = filesBelow(folder).filter(isRefused);
  if (refused.length > 0) {
    return warn(
      name,
      `the server has refused ${formatBytes(sizeOf(refused))} for good`,
      `${refused[0]}.reasons.jsonl holds the reasons; remove the files when that is settled.`,
    );
  }
  const { hereBytes: waiting, elsewhere } = waitingTelemetry(folder, folderFor(folder, url));
  const found = `${waiting === 0 ? `none for ${url}` : `${formatBytes(waiting)} for ${url} waiting for \`sightglass flush\` or the next run to send it`} (kept in ${folder})`;
  if (elsewhere.length > 0) return warn(name, found, elsewhere.map((other) => waitingElsewhere(other, url)).join('\n'));
  return waiting > muchBytes
    ? warn(
        name,
        found,
        'Is the server up? Once it is, `sightglass flush` sends it, and so does any run; beyond the limit the oldest goes.',
      )
    : ok(name, found);
};

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));
