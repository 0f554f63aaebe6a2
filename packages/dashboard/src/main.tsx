import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isTooHeavy, mayPass } from './components/answer/error-words.ts';
import { createAppRouter } from './app/router.tsx';
import { doorPaths, isSignInNeeded, meQuery, signInAddress } from './fetch/access.ts';
import { withoutBase } from './url/base-path.ts';
import './styles/index.css';

/** A query that took too long takes as long again: people narrow it, or try again by hand. */
const passesByItself = (error: Error): boolean => mayPass(error) && !isTooHeavy(error);

/** Whoever is not known here any more signs in, and comes back to the page. */
const leadToSignIn = (error: Error): void => {
  if (isSignInNeeded(error) && !doorPaths.includes(withoutBase(location.pathname)))
    location.assign(signInAddress(location));
};

const client = new QueryClient({
  queryCache: new QueryCache({ onError: leadToSignIn }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (failures, error) => failures < 2 && passesByItself(error),
      refetchInterval: ({ state }) => (state.error !== null && passesByItself(state.error) ? 5000 : false),
      refetchOnWindowFocus: false,
    },
  },
});

/** A page the browser kept, and shows again on Back: whoever has signed out meanwhile does not see it. */
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && client.getQueryData(meQuery().queryKey)?.signIn === 'on') location.reload();
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root to draw in');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={createAppRouter(client)} />
    </QueryClientProvider>
  </StrictMode>,
);
