import type { OpenRoom } from '../../room.ts';
import { createServiceReader } from './facts.ts';
import { serviceRoutes } from './routes.ts';

export const openServices: OpenRoom = ({ telemetry }) => ({
  name: 'services',
  routes: { about: 'Who sends telemetry', plugins: [serviceRoutes(createServiceReader(telemetry))] },
});
