import { type CheckedFile, type CheckResult, type ExpectationResult, rejectedSample } from '@sightglass/model/rest';
import { z } from 'zod';
import { textOrNull, stringsOf } from '../runs/facts.ts';
import { engineTimeMs } from '../../storage/telemetry/time-sql.ts';

/** Which file of which contract a check is about. */
export interface FileKey {
  readonly pipeline: string;
  readonly contract: string;
  readonly runId: string;
  readonly stageId: string;
  readonly file: string;
}

export interface FileFacts extends FileKey {
  readonly namespace: string;
  readonly checkedAtMs: number;
  readonly checked: CheckedFile;
}

export interface ResultFacts extends FileKey {
  readonly result: ExpectationResult;
}

export interface FileRow extends FileKey {
  readonly namespace: string;
  readonly stageName: string;
  readonly found: {
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

export interface ResultRow extends FileKey {
  readonly expectation: string;
  readonly found: {
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

export const fileFactsOf = ({ found, stageName, namespace, ...key }: FileRow): FileFacts => {
  const checkedAtMs = Math.floor(engineTimeMs(found.At));
  return {
    ...key,
    namespace,
    checkedAtMs,
    checked: {
      runId: key.runId,
      stageId: textOrNull(key.stageId),
      stageName: textOrNull(stageName),
      file: key.file,
      contract: textOrNull(key.contract),
      result: found.Result,
      checkedAt: new Date(checkedAtMs).toISOString(),
      rows: countOf(found.Rows),
      rejected: countOf(found.Rejected),
      bytes: countOf(found.Bytes),
      modifiedAt: instantOf(found.ModifiedAt),
      rejectFile: textOrNull(found.RejectFile),
      samples: samplesIn(found.Samples),
      durationMs: found.DurationMs < 0 ? null : found.DurationMs,
    },
  };
};

export const resultFactsOf = ({ found, expectation, ...key }: ResultRow): ResultFacts => ({
  ...key,
  result: {
    expectation,
    scope: found.Scope,
    column: textOrNull(found.Column),
    result: found.Result,
    message: found.Message,
    broken: countOf(found.Broken),
    rows: countOf(found.Rows),
    lines: [...(stringsOf(found.Lines) ?? [])],
    warn: textOrNull(found.Warn),
    error: textOrNull(found.Error),
  },
});

/** JavaScript counts exactly up to here; a sender may say more. */
const countOf = (count: number): number => Math.min(count, Number.MAX_SAFE_INTEGER);

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
