import { warnOnce } from './warnings.ts';

/** As `engines` in package.json says. */
const leastMajor = 22;

export const isNodeSupported = (version: string): boolean => Number.parseInt(version, 10) >= leastMajor;

export const warnOfOldNode = (version: string): void =>
  warnOnce(
    'old node',
    `this program runs on Node ${version}, and the SDK needs Node ${leastMajor} or later: its pipelines run, but nothing of them is recorded or logged by run.log. Run it with a newer Node.`,
  );
