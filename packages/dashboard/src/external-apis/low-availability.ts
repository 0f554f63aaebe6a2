import type { ApiState } from '@sightglass/model';

const low: ReadonlySet<ApiState> = new Set(['silent', 'below', 'shaky']);

/** Whether it is the availability that is worse than it should be; other trouble leaves it at 100%. */
export const isAvailabilityLow = (state: ApiState): boolean => low.has(state);
