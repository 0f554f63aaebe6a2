import type { SampleSection } from '@sightglass/model';
import type { CertificateFacts, PingStepName, SampleRow, ServerRole } from '@sightglass/model/rest';
import { clockMs } from './clock.ts';
import type { Target } from '../target/target.ts';

/** What a thread is to do. */
export interface Task {
  readonly target: Target;
  readonly work: 'ping' | 'sample';
}

/** What the thread that checks sends to the one that waits, which may add it late; plain data, times by `clockMs`. */
export type Progress =
  | { readonly kind: 'ready'; readonly atMs: number }
  | { readonly kind: 'begun'; readonly step: PingStepName; readonly atMs: number }
  | { readonly kind: 'ended'; readonly step: PingStepName; readonly durationMs: number; readonly detail?: string }
  | { readonly kind: 'skipped'; readonly step: PingStepName; readonly detail: string }
  | { readonly kind: 'secured'; readonly certificate: CertificateFacts | null }
  | { readonly kind: 'read'; readonly version: string; readonly role: ServerRole | null }
  | { readonly kind: 'section'; readonly section: SampleSection; readonly rows: readonly SampleRow[] }
  | { readonly kind: 'section-failed'; readonly section: SampleSection; readonly message: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'done' };

/** An error as it was raised, without what only this process has. */
export interface Failure {
  readonly code: string | null;
  readonly message: string;
}

/** Times steps and reports each as it happens, so that a step that never ends is known by name. */
export interface Steps {
  readonly begin: (step: PingStepName) => void;
  readonly end: (detail?: string) => void;
  readonly skip: (step: PingStepName, detail: string) => void;
}

export const reportSteps = (report: (progress: Progress) => void): Steps => {
  let current: { step: PingStepName; atMs: number } | undefined;
  return {
    begin: (step) => {
      current = { step, atMs: clockMs() };
      report({ kind: 'begun', ...current });
    },
    end: (detail) => {
      if (current === undefined) return;
      const { step, atMs } = current;
      current = undefined;
      const durationMs = clockMs() - atMs;
      report(detail === undefined ? { kind: 'ended', step, durationMs } : { kind: 'ended', step, durationMs, detail });
    },
    skip: (step, detail) => report({ kind: 'skipped', step, detail }),
  };
};
