export { startServer, type Server, type ServerOptions } from './server.ts';
export type { LogLine } from './events.ts';
