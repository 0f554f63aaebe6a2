import { z } from 'zod';

/** The first entry of a backup: what it is of, so that one that cannot be used is refused before anything is written. */
export const headName = 'sightglass-backup.json';
/** The last entry: without it the backup is cut off. */
export const sumsName = 'sums.json';
/** Below this lie the files of the data folder. */
export const dataPrefix = 'data/';
export const formatVersion = 1;

const counts = z.record(z.string(), z.number());

/** What a backup is of. */
export const backupHead = z.object({
  format: z.number(),
  /** Of the Sightglass that took it. */
  version: z.string(),
  /** Everything acknowledged before is in it; RFC 3339. */
  takenAt: z.string(),
  /** Migrations that its stores have seen; `state` is null where another PostgreSQL has it. */
  migrations: z.object({ telemetry: z.array(z.string()), state: z.array(z.string()).nullable() }),
  /** Rows of each table of the engine, as parts hold them. */
  telemetry: counts,
  /** Rows of each table of the state; null where another PostgreSQL has it. */
  state: counts.nullable(),
  /** What was accepted and not yet in the engine. */
  spool: z.object({ segments: z.number(), bytes: z.number() }),
  files: z.number(),
  bytes: z.number(),
});
export type BackupHead = z.infer<typeof backupHead>;

/** SHA-256 of the head and of each file, by the name of its entry. */
export const backupSums = z.object({
  sha256: z.record(z.string(), z.string()),
  links: z.number(),
  folders: z.number(),
});
export type BackupSums = z.infer<typeof backupSums>;

/** A folder, a link or a file that goes into a backup; `path` is that within the data folder. */
export type Entry =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'file'; readonly path: string; readonly from: string; readonly bytes: number };
