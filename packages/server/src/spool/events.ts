import { messageOf, type OwnTelemetry } from '../events/own-telemetry.ts';

export const spoolEvents = ({ counter, histogram, log }: OwnTelemetry) => {
  const loaded = counter('sightglass_segments_loaded_total', 'Spool segments made queryable', ['signal']);
  const quarantined = counter(
    'sightglass_spool_quarantined_bytes_total',
    'Bytes set aside because they could not be read',
    ['signal'],
  );
  const insertSeconds = histogram(
    'sightglass_segment_insert_seconds',
    'Time of one segment insert',
    [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    ['signal'],
  );
  const lagSeconds = histogram(
    'sightglass_ingest_lag_seconds',
    'From acknowledged to queryable',
    [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300],
    ['signal'],
  );
  const insertFailures = counter(
    'sightglass_segment_insert_failures_total',
    'Segment inserts that failed and will be tried again',
    ['signal'],
  );
  const gone = counter('sightglass_spool_lost_bytes_total', 'Bytes accepted whose file somebody removed', ['signal']);
  return {
    segmentGone(signal: string, bytes: number, path: string): void {
      gone.inc({ signal }, bytes);
      log(
        'error',
        `${bytes} bytes of ${signal} were accepted and are lost: somebody removed ${path} before it was stored.`,
      );
    },
    segmentLoaded(signal: string, insertMs: number, lagMs: number): void {
      loaded.inc({ signal });
      insertSeconds.observe({ signal }, insertMs / 1_000);
      lagSeconds.observe({ signal }, lagMs / 1_000);
    },
    segmentInsertFailed(signal: string, segmentId: string, error: unknown): void {
      insertFailures.inc({ signal });
      log('warn', `Segment ${segmentId} could not be inserted yet; it stays in the spool and is tried again.`, {
        error: messageOf(error),
      });
    },
    bytesQuarantined(signal: string, bytes: number, path: string, reason: string): void {
      quarantined.inc({ signal }, bytes);
      log('error', `${bytes} bytes of ${signal} could not be read and were kept in ${path}: ${reason}`);
    },
  };
};
export type SpoolEvents = ReturnType<typeof spoolEvents>;

interface SpoolFigures {
  readonly bytes: number;
  readonly kept: { readonly bytes: number };
  readonly depth: number;
  readonly oldestAt: Date | undefined;
}

/** How full the spool is, whenever it is scraped. */
export const observeSpool = ({ gauge }: OwnTelemetry, spool: SpoolFigures): void => {
  gauge('sightglass_spool_bytes', 'Bytes accepted and not yet queryable', () => spool.bytes);
  gauge(
    'sightglass_spool_kept_bytes',
    'Bytes inserted and kept until it is proven that the engine can read them',
    () => spool.kept.bytes,
  );
  gauge('sightglass_spool_segments', 'Sealed segments waiting for the engine', () => spool.depth);
  gauge('sightglass_spool_oldest_seconds', 'Age of the oldest segment not yet queryable', () =>
    spool.oldestAt === undefined ? 0 : (Date.now() - spool.oldestAt.getTime()) / 1_000,
  );
};
