import type { OpenRoom } from '../../room.ts';
import { accessLogRoutes } from './routes-access-log.ts';
import { commandLineRoutes } from './routes-command-line.ts';
import { profileRoutes } from './routes-profile.ts';
import { peopleRoutes } from './routes-people.ts';
import { passwordRoutes } from './routes-password.ts';
import { passwordLinkRoutes, personRoutes } from './routes-person.ts';
import { sessionListRoutes } from './routes-sessions.ts';
import { sessionRoutes } from './routes-session.ts';
import { ownShareLinkRoutes, shareLinkRoutes } from './routes-share-links.ts';
import { providerRoutes } from './provider/routes-provider.ts';
import { signInSettingsRoutes } from './provider/routes-sign-in.ts';
import { teamRoutes } from './teams/routes-teams.ts';
import { tokenRotationRoutes } from './routes-token-rotation.ts';
import { tokenRoutes } from './routes-tokens.ts';

export const openAccessRoom: OpenRoom = ({ access, config: { signIn, basePath } }) => ({
  name: 'access',
  routes: {
    about: 'People, their sessions and tokens, and who did what',
    plugins: [
      sessionRoutes({ ...access, basePath }),
      providerRoutes({ ...access, basePath }),
      passwordRoutes(access),
      profileRoutes(access),
      signInSettingsRoutes({ ...access, basePath, limits: signIn }),
      sessionListRoutes(access),
      peopleRoutes(access),
      personRoutes(access),
      teamRoutes(access),
      passwordLinkRoutes(access),
      tokenRoutes(access),
      tokenRotationRoutes(access),
      shareLinkRoutes(access),
      ownShareLinkRoutes(access),
      commandLineRoutes(access),
      accessLogRoutes(access.log),
    ],
  },
});
