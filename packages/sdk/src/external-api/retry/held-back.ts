import type { HeldBack } from '@sightglass/model';

/** A call that a policy did not let out, and why. */
export class HeldBackError extends Error {
  override readonly name = 'HeldBackError';
  readonly code = 'SIGHTGLASS_HELD_BACK';
  readonly errorClass: HeldBack;
  constructor(errorClass: HeldBack, problem: string) {
    super(problem);
    this.errorClass = errorClass;
  }
}
