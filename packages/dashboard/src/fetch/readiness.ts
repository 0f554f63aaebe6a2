import { queryOptions } from '@tanstack/react-query';
import { withBase } from '../url/base-path.ts';

/** What `/readyz` answers; `losses` is absent where nothing was lost. */
interface Readiness {
  readonly checks: Readonly<Record<string, string>>;
  readonly losses?: readonly string[];
}

/** What the server cannot do now, and what it has lost, in sentences. Empty while all is well, or while nothing answers. */
export const readinessQuery = () =>
  queryOptions({
    queryKey: ['readiness'],
    queryFn: async ({ signal }): Promise<readonly string[]> => {
      const answer = await fetch(withBase('/readyz'), { signal, headers: { accept: 'application/json' } });
      const { checks, losses = [] } = (await answer.json()) as Readiness;
      const wrong = Object.entries(checks).filter(([, state]) => state !== 'ok');
      return [...wrong.map(([name, state]) => `Not ready (${name}): ${state}`), ...losses];
    },
    retry: false,
    refetchInterval: 15_000,
  });
