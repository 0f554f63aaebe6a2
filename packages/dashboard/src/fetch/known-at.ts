import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LiveStatus } from './live.ts';

const checkEveryMs = 1000;

/** The time up to which the page knows: null while it is live, and before it ever was. The latest answer counts, also when only the stream is down. */
export const useKnownAt = (client: QueryClient, status: LiveStatus): number | null => {
  const [knownAt, setKnownAt] = useState<number | null>(null);
  useEffect(() => {
    if (status !== 'down') {
      setKnownAt(null);
      return;
    }
    const lostAt = Date.now();
    const check = () => {
      const answeredAt = client
        .getQueryCache()
        .getAll()
        .map(({ state }) => state.dataUpdatedAt)
        .filter((at) => at > 0);
      if (answeredAt.length > 0) setKnownAt(Math.max(...answeredAt.filter((at) => at > lostAt), lostAt));
    };
    check();
    const timer = setInterval(check, checkEveryMs);
    return () => clearInterval(timer);
  }, [client, status]);
  return knownAt;
};
