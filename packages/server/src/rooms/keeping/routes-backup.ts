import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { BackupError, backupUnderWay } from '../../backup/errors.ts';
import type { BackupService } from '../../backup/service.ts';
import { messageOf } from '../../events/own-telemetry.ts';
import { RequestError } from '../../http/errors.ts';

/** So long after a right was taken, a backup may go on. */
const lookEveryMs = 10_000;

const archive = {
  description:
    'A tar archive, with its checksums at its end; the header `Sightglass-Backup-Bytes` has the size of its files',
  content: { 'application/x-tar': { schema: z.string() } },
};

/** The whole data folder, while the server runs. */
export const backupRoutes =
  (backup: Pick<BackupService, 'begin' | 'isUnderWay'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.post(
      '/backup',
      {
        config: { need: 'backup:take' },
        compress: false, // the engine has compressed it already
        schema: {
          summary: 'Take a backup: everything acknowledged before it began, as one archive',
          description:
            'For `sightglass backup`. One is taken at a time (409). An archive without its end is not a backup.',
          response: { 200: archive },
        },
      },
      async (request, reply) => {
        if (backup.isUnderWay) throw asAnswer(backupUnderWay());
        await request.record({ action: 'backup.begun', target: '' });
        const { head, bytes } = await backup.begin().catch(async (error: unknown) => {
          await request.record({ action: 'backup.failed', target: '', after: { reason: messageOf(error) } });
          throw error instanceof BackupError ? asAnswer(error) : error;
        });
        const look = setInterval(() => {
          void request
            .mayStill()
            .catch(() => false)
            .then((isAllowed) => isAllowed || bytes.destroy(new Error('Who asked may not take it any more.')));
        }, lookEveryMs).unref();
        bytes.once('close', () => clearInterval(look));
        const { takenAt, files, bytes: size } = head;
        bytes.once('close', () => {
          const entry = bytes.readableEnded
            ? { action: 'backup.taken', target: takenAt, after: { files, bytes: size } }
            : { action: 'backup.failed', target: takenAt, after: { reason: reasonOf(bytes.errored) } };
          request.record(entry).catch(() => {});
        });
        // Its connection ends with it, so that nobody takes an archive that was cut off for a whole one.
        return reply
          .type('application/x-tar')
          .headers({ 'sightglass-backup-bytes': size, connection: 'close' })
          .send(bytes as unknown as string);
      },
    );
    done();
  };

const reasonOf = (error: Error | null): string =>
  error === null ? 'Who took it left before its end.' : messageOf(error);

const asAnswer = ({ code, message }: BackupError): RequestError =>
  new RequestError(code, code === 'BACKUP_UNDER_WAY' ? 409 : 503, message);
