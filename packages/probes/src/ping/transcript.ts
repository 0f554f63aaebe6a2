import {
  pingStepNames,
  type CertificateFacts,
  type PingStep,
  type PingStepName,
  type ServerRole,
} from '@sightglass/model/rest';
import { clockMs } from '../thread/clock.ts';
import type { Progress } from '../thread/progress.ts';

/** What is known of one ping so far. */
export interface Transcript {
  readonly add: (progress: Progress) => void;
  /** Ends the step under way, which did not go well, and names it. */
  readonly fail: () => PingStepName;
  readonly result: () => TranscriptResult;
}

export interface TranscriptResult {
  readonly durationMs: number;
  readonly encrypted: boolean;
  readonly certificate: CertificateFacts | null;
  readonly serverVersion: string | null;
  readonly role: ServerRole | null;
  readonly steps: PingStep[];
}

export const createTranscript = (): Transcript => {
  const steps = new Map<PingStepName, PingStep>();
  let beganAtMs = clockMs();
  let current: PingStepName = 'dns';
  let currentAtMs = beganAtMs;
  let endedAtMs = beganAtMs;
  let encrypted = false;
  let certificate: CertificateFacts | null = null;
  let serverVersion: string | null = null;
  let role: ServerRole | null = null;
  const note = (name: PingStepName, state: PingStep['state'], durationMs: number | null, detail?: string): void => {
    steps.set(name, { name, state, durationMs, ...(detail ? { detail } : {}) });
  };
  const add = (progress: Progress): void => {
    switch (progress.kind) {
      case 'ready':
        beganAtMs = currentAtMs = endedAtMs = progress.atMs;
        break;
      case 'begun':
        current = progress.step;
        currentAtMs = progress.atMs;
        break;
      case 'ended':
        endedAtMs = currentAtMs + progress.durationMs;
        note(progress.step, 'ok', round(progress.durationMs), progress.detail);
        break;
      case 'skipped':
        note(progress.step, 'skipped', null, progress.detail);
        break;
      case 'secured':
        ({ certificate } = progress);
        encrypted = true;
        break;
      case 'read':
        ({ version: serverVersion, role } = progress);
        break;
      default:
    }
  };
  return {
    add,
    fail: () => {
      endedAtMs = clockMs();
      note(current, 'failed', round(endedAtMs - currentAtMs));
      return current;
    },
    result: () => ({
      durationMs: round(endedAtMs - beganAtMs),
      encrypted,
      certificate,
      serverVersion,
      role,
      steps: pingStepNames.map((name) => steps.get(name) ?? { name, state: 'skipped', durationMs: null }),
    }),
  };
};

/** Microseconds mean nothing on a network, thousandths of them even less. */
const round = (ms: number): number => Math.round(ms * 100) / 100;
