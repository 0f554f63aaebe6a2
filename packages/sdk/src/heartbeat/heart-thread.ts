import { setTimeout as delay } from 'node:timers/promises';

/**
 * A thread of its own, from the first moment of a run on, as nobody can start one once the event loop is blocked. What costs most about
 * it is loaded when the run has lasted for a second; until then its messages wait.
 */
await delay(1_000);
await import('./beats.ts');
