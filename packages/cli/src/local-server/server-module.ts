export type { Server as LocalServer, ServerOptions } from '#server';

/** The server is large and needed by few commands, so it is loaded by those. */
export const loadServer = () => import('#server');
export type { BackupHead, BackupReader } from '#server';
