import { existsSync } from 'node:fs';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** How the browser is started: Debian's chromium, silent towards the network. Raises an error that says how to get it. */
export const chromiumLaunch = () => {
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no chromium at ${executablePath}. Install it (apt-get install chromium), or set CHROMIUM_PATH to where it is.`,
    );
  }
  return {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
};
