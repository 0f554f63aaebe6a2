import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';
import { Frame } from '../Frame.tsx';
import { NotFound } from '../NotFound.tsx';

interface Context {
  readonly client: QueryClient;
}

/** What every page lies in. */
export const root = createRootRouteWithContext<Context>()({ component: Frame, notFoundComponent: NotFound });
