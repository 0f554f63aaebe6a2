import { migrateState } from '../../storage/state/migrate.ts';
import { openPglite } from '../../storage/state/pglite.ts';
import { channelsOf } from './_channels.ts';
import { beginNights, failed } from './_outbox.ts';

/** Tells of a run that failed, over the state in a folder: `node _outbox-process.ts FOLDER PORT`. */
const [, , folder = '', port = ''] = process.argv;
const state = await openPglite(folder);
await migrateState(state);
const nights = await beginNights(
  channelsOf([
    {
      name: 'mail',
      kind: 'email',
      host: '127.0.0.1',
      port: Number(port),
      security: 'none',
      from: 'sightglass@example.com',
      to: [{ address: 'data@example.com' }],
    },
  ]),
  { state },
);
await nights.tell(failed('orders'));
process.stdout.write(
  `${JSON.stringify({ notifications: await nights.notifications(), deliveries: await nights.deliveries() })}\n`,
);
await state[Symbol.asyncDispose]();
