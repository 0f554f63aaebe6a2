import { type CheckedFile, type CheckResult, type ExpectationResult, rejectedSample } from '@sightglass/model/rest';
import { z } from 'zod';
import { said, stringsOf } from '../runs/facts.ts';
import { engineTimeMs } from '../../storage/telemetry/time-sql.ts';

/** Which file of which contract a check is about. */
export interface CheckPlace {
  readonly pipeline: string;
  readonly contract: string;
  readonly runId: string;
  readonly stageId: string;
  readonly file: string;
}

export interface FileFacts extends CheckPlace {
  readonly namespace: string;
  readonly checkedAtMs: number;
  readonly checked: CheckedFile;
}

export interface ResultFacts extends CheckPlace {
  readonly result: ExpectationResult;
}

export interface FileRow extends CheckPlace {
  readonly namespace: string;
  readonly stageName: string;
  readonly told: {
    readonly At: string;
    readonly Result: CheckResult;
    readonly Rows: number;
    readonly Rejected: number;
    readonly Bytes: number;
    readonly ModifiedAt: string;
    readonly RejectFile: string;
    readonly DurationMs: number;
    readonly Samples: string;
  };
}

export interface ResultRow extends CheckPlace {
  readonly expectation: string;
  readonly told: {
    readonly Result: CheckResult;
    readonly Scope: ExpectationResult['scope'];
    readonly Column: string;
    readonly Message: string;
    readonly Broken: number;
    readonly Rows: number;
    readonly Lines: string;
    readonly Warn: string;
    readonly Error: string;
  };
}

export const fileFactsOf = ({ told, stageName, namespace, ...place }: FileRow): FileFacts => {
  const checkedAtMs = Math.floor(engineTimeMs(told.At));
  return {
    ...place,
    namespace,
    checkedAtMs,
    checked: {
      runId: place.runId,
      stageId: said(place.stageId),
      stageName: said(stageName),
      file: place.file,
      contract: said(place.contract),
      result: told.Result,
      checkedAt: new Date(checkedAtMs).toISOString(),
      rows: countOf(told.Rows),
      rejected: countOf(told.Rejected),
      bytes: countOf(told.Bytes),
      modifiedAt: instantOf(told.ModifiedAt),
      rejectFile: said(told.RejectFile),
      samples: samplesIn(told.Samples),
      durationMs: told.DurationMs < 0 ? null : told.DurationMs,
    },
  };
};

export const resultFactsOf = ({ told, expectation, ...place }: ResultRow): ResultFacts => ({
  ...place,
  result: {
    expectation,
    scope: told.Scope,
    column: said(told.Column),
    result: told.Result,
    message: told.Message,
    broken: countOf(told.Broken),
    rows: countOf(told.Rows),
    lines: [...(stringsOf(told.Lines) ?? [])],
    warn: said(told.Warn),
    error: said(told.Error),
  },
});

/** JavaScript counts exactly up to here; a sender may say more. */
const countOf = (said: number): number => Math.min(said, Number.MAX_SAFE_INTEGER);

const mostSamples = 10;
const samplesShape = z.array(rejectedSample);

/** None of what a sender wrote otherwise than the model says. */
const samplesIn = (text: string): CheckedFile['samples'] => {
  if (text === '') return [];
  try {
    return samplesShape.parse(JSON.parse(text)).slice(0, mostSamples);
  } catch {
    return [];
  }
};

const instantOf = (text: string): string | null => {
  const unixMs = Date.parse(text);
  return Number.isNaN(unixMs) ? null : new Date(unixMs).toISOString();
};
