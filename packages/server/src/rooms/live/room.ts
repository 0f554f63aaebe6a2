import type { OpenRoom } from '../../room.ts';
import { liveRoutes } from './routes.ts';

export const openLive: OpenRoom = ({ live, openStream }) => ({
  name: 'live',
  routes: { about: 'What has become queryable', plugins: [liveRoutes({ live, openStream })] },
});
