import type { DatabaseCheck, PingStepName } from '@sightglass/model/rest';

/** One step of the attempts, oldest first. */
export interface StepTimes {
  readonly step: PingStepName;
  /** Null where the attempt did not come so far. */
  readonly valuesMs: readonly (number | null)[];
  readonly lastMs: number | null;
  readonly medianMs: number;
  readonly slowestMs: number;
  readonly failures: number;
}

const steps = ['dns', 'tcp', 'tls', 'login', 'round-trip', 'read'] as const satisfies readonly PingStepName[];

/** How long each step took over the attempts; steps never taken are left out. Pure. */
export const stepTimes = (checks: readonly DatabaseCheck[]): StepTimes[] =>
  steps.flatMap((step) => {
    const valuesMs = checks.map(({ stepsMs }) => stepsMs[step] ?? null);
    const known = valuesMs.filter((value) => value !== null).toSorted((a, b) => a - b);
    if (known.length === 0) return [];
    return [
      {
        step,
        valuesMs,
        lastMs: valuesMs.at(-1) ?? null,
        medianMs: known[Math.floor((known.length - 1) / 2)] ?? 0,
        slowestMs: known.at(-1) ?? 0,
        failures: checks.filter(({ failedStep }) => failedStep === step).length,
      },
    ];
  });

export interface FailureKind {
  readonly class: string;
  readonly code: string | null;
  readonly step: PingStepName;
  readonly count: number;
  readonly lastAt: string;
}

/** Failed attempts by class, code and step, the commonest first. Pure. */
export const failureKinds = (checks: readonly DatabaseCheck[]): FailureKind[] => {
  const failed = checks.flatMap(({ failedStep: step, errorClass, errorCode, checkedAt }) =>
    step === null ? [] : [{ class: errorClass ?? 'other', code: errorCode, step, lastAt: checkedAt }],
  );
  return [...Map.groupBy(failed, (one) => `${one.class} ${one.code} ${one.step}`).values()]
    .flatMap((same) => same.slice(-1).map((last) => ({ ...last, count: same.length })))
    .toSorted((a, b) => b.count - a.count);
};
