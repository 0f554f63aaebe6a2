import type { OpenRoom } from '../../room.ts';
import { legalHoldsIn } from '../../storage/state/legal-holds.ts';
import { backupRoutes } from './routes-backup.ts';
import { holdRoutes } from './routes-holds.ts';
import { retentionRoutes } from './routes-retention.ts';

export const openKeeping: OpenRoom = (foundations) => ({
  name: 'keeping',
  routes: {
    about: 'What is kept, for how long, what must not be deleted, and backups',
    plugins: [
      backupRoutes(foundations.backup),
      retentionRoutes(foundations),
      holdRoutes(legalHoldsIn(foundations.state)),
    ],
  },
});
