import type { OpenRoom } from '../../room.ts';
import { accessLogRoutes } from './routes-access-log.ts';
import { peopleRoutes } from './routes-people.ts';
import { passwordRoutes } from './routes-password.ts';
import { personRoutes } from './routes-person.ts';
import { sessionListRoutes } from './routes-sessions.ts';
import { sessionRoutes } from './routes-session.ts';
import { ownShareLinkRoutes, shareLinkRoutes } from './routes-share-links.ts';
import { tokenRoutes } from './routes-tokens.ts';

export const openAccessRoom: OpenRoom = ({ access }) => ({
  name: 'access',
  routes: {
    about: 'People, their sessions and tokens, and who did what',
    plugins: [
      sessionRoutes(access),
      passwordRoutes(access),
      sessionListRoutes(access),
      peopleRoutes(access),
      personRoutes(access),
      tokenRoutes(access),
      shareLinkRoutes(access),
      ownShareLinkRoutes(access),
      accessLogRoutes(access.log),
    ],
  },
});
