import type { Verdict } from './shown.ts';

/** Whether a database or an external API is healthy. */
export const healthVerdicts = ['healthy', 'unhealthy', 'unknown'] as const;
export type HealthVerdict = (typeof healthVerdicts)[number];

const words: Readonly<Record<HealthVerdict, string>> = {
  healthy: 'Healthy',
  unhealthy: 'Unhealthy',
  unknown: 'Not known',
};

/** Null while nothing is known. */
export const healthVerdictOf = (isHealthy: boolean | null): Verdict<HealthVerdict> => {
  const id = isHealthy === null ? 'unknown' : isHealthy ? 'healthy' : 'unhealthy';
  return { id, words: words[id] };
};
