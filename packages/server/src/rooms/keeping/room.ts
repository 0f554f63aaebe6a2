import type { OpenRoom } from '../../room.ts';
import { backupRoutes } from './routes-backup.ts';

export const openKeeping: OpenRoom = ({ backup }) => ({
  name: 'keeping',
  routes: { about: 'What is kept, and backups of it', plugins: [backupRoutes(backup)] },
});
