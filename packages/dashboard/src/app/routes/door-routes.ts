import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readCommandLineSearch } from '../../pages/door/command-line-search.ts';
import { readSignInSearch } from '../../pages/door/door-search.ts';
import { readSettingsSearch } from '../../pages/settings/settings-search.ts';
import { readRunSearch } from '../../url/run-search.ts';
import { fetchPage } from '../fetch-page.ts';
import { root } from './root-route.ts';

export const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/door/SignInPage.tsx')),
    'SignInPage',
  ),
});

export const password = createRoute({
  getParentRoute: () => root,
  path: 'password',
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/door/PasswordPage.tsx')),
    'PasswordPage',
  ),
});

export const shared = createRoute({
  getParentRoute: () => root,
  path: 'shared',
  validateSearch: readRunSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/run/SharedRunPage.tsx')),
    'SharedRunPage',
  ),
});

export const commandLine = createRoute({
  getParentRoute: () => root,
  path: 'command-line',
  validateSearch: readCommandLineSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/door/CommandLinePage.tsx')),
    'CommandLinePage',
  ),
});

export const settings = createRoute({
  getParentRoute: () => root,
  path: 'settings',
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/settings/SettingsPage.tsx')),
    'SettingsPage',
  ),
});
