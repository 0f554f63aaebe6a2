import type { OpenRoom } from '../../room.ts';
import { legalHoldsIn } from '../../storage/state/legal-holds.ts';
import { createErasing } from './erasing.ts';
import { backupRoutes } from './routes-backup.ts';
import { erasureRoutes } from './routes-erasures.ts';
import { holdRoutes } from './routes-holds.ts';
import { inventoryRoutes } from './routes-inventory.ts';
import { retentionRoutes } from './routes-retention.ts';
import { storedTables } from './store-tables.ts';
import { erasuresIn } from './store-erasures.ts';

export const openKeeping: OpenRoom = (foundations) => {
  const { backup, state, stateOfAll, telemetry, config, erasing } = foundations;
  const holds = legalHoldsIn(state);
  const parts = { ...erasing, telemetry, holds, erasures: erasuresIn(state), dataDir: config.dataDir };
  return {
    name: 'keeping',
    routes: {
      about: 'What is kept, for how long, what must not be deleted, what is erased, and backups',
      plugins: [
        backupRoutes(backup),
        retentionRoutes(foundations),
        inventoryRoutes(config.retention, storedTables(telemetry, stateOfAll)),
        holdRoutes(holds),
        erasureRoutes(createErasing({ ...parts, isBackingUp: () => backup.isUnderWay })),
      ],
    },
  };
};
