import { existsSync } from 'node:fs';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Raises an Error that says how to get the browser when it is not installed. */
export const requireChromium = (): void => {
  if (existsSync(executablePath)) return;
  throw new Error(
    `There is no chromium at ${executablePath}. Install it (apt-get install chromium), or set CHROMIUM_PATH to where it is.`,
  );
};

/** How the browser is started: Debian's chromium, silent towards the network. */
export const chromiumLaunch = () => ({
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
});
