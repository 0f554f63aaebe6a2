/** The server as a process of its own: `_server-process.ts OPTIONS_AS_JSON`. Prints where it is as one JSON line; SIGTERM and SIGINT end it. */
import { startServer, type ServerOptions } from '@sightglass/server';

const options = JSON.parse(process.argv[2] ?? '') as Pick<ServerOptions, 'dataDir' | 'port' | 'spool' | 'configFile'>;

const stopping = Promise.race(
  ['SIGTERM', 'SIGINT'].map((signal) => new Promise((resolve) => process.once(signal, resolve))),
);

await using server = await startServer({
  host: '127.0.0.1',
  port: 0,
  grpcPort: 0,
  ...options,
  log: (level, message, fields) => console.error(JSON.stringify({ level, message, ...fields })),
});
console.log(JSON.stringify({ url: server.url, grpcUrl: server.grpcUrl }));
await stopping;
