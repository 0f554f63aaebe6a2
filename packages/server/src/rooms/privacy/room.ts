import type { OpenRoom } from '../../room.ts';
import { privacyRoutes } from './routes.ts';

export const openPrivacy: OpenRoom = ({ telemetry, redaction }) => ({
  name: 'privacy',
  routes: { about: 'What is redacted before it is stored', plugins: [privacyRoutes(telemetry, redaction)] },
});
