import type { OpenRoom } from '../../room.ts';
import { senderRoutes } from './routes.ts';

/** Who sends what. */
export const openSendersRoom: OpenRoom = ({ senders }) => ({
  name: 'senders',
  routes: { about: 'Who sends what, and what was refused', plugins: [senderRoutes(senders)] },
});
