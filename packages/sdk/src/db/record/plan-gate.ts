import type { Statement } from '../statement/describe.ts';

const againAfterMs = 600_000;
const mostRemembered = 200;
const hasPlan = /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE)$/;

/**
 * Lets plans be queried seldom: one at a time, each fingerprint once in ten minutes. What goes wrong there is nobody's trouble.
 */
export const createPlanGate = (): ((statement: Statement, capture: () => Promise<void>) => void) => {
  const capturedAtMs = new Map<string, number>();
  let isBusy = false;
  return ({ fingerprint, operation }, capture) => {
    const nowMs = performance.now();
    const isRecent = nowMs - (capturedAtMs.get(fingerprint) ?? Number.NEGATIVE_INFINITY) < againAfterMs;
    if (isBusy || isRecent || !hasPlan.test(operation)) return;
    if (capturedAtMs.size >= mostRemembered) capturedAtMs.clear();
    capturedAtMs.set(fingerprint, nowMs);
    isBusy = true;
    void capture()
      .catch(() => undefined)
      .finally(() => (isBusy = false));
  };
};
