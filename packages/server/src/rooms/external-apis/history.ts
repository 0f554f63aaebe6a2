import type { ApiHistory, ApiStep } from '@sightglass/model/rest';
import type { CallStep } from './facts/call-history.ts';
import { histogramStepMs } from '../logs/histogram-step.ts';
import { instantOf } from '../../http/instant.ts';
import { availabilityOf, quantilesOf } from './call-figures.ts';

const minuteMs = 60_000;
const mostSteps = 100;

export interface HistoryGrid {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** Readable steps of whole minutes over a range, the first one whole. */
export const historyGrid = ({ fromMs, toMs }: Omit<HistoryGrid, 'stepMs'>): HistoryGrid => {
  const range = { fromMs: Math.min(fromMs, toMs - 1), toMs };
  const stepMs = Math.max(minuteMs, histogramStepMs(range, mostSteps));
  return { fromMs: Math.floor(range.fromMs / stepMs) * stepMs, toMs, stepMs };
};

/** A step for each of the grid, also where nothing was requested. */
export const historyOf = (steps: readonly CallStep[], { fromMs, toMs, stepMs }: HistoryGrid): ApiHistory => {
  const byTime = new Map(steps.map((step) => [step.atMs, step]));
  const times = Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);
  const items = times.map((atMs) => stepOf(atMs, byTime.get(atMs)));
  return { from: instantOf(fromMs), to: instantOf(toMs), stepMs, items };
};

const stepOf = (atMs: number, step: CallStep | undefined): ApiStep => {
  const { requests = 0, failed = 0, errors = {}, buckets = [], durationMaxMs = 0 } = step ?? {};
  return {
    at: instantOf(atMs),
    requests,
    failed,
    availability: availabilityOf(requests, errors),
    errors: Object.fromEntries(Object.entries(errors).filter(([, count]) => count > 0)),
    durationMs: quantilesOf(buckets, durationMaxMs),
  };
};
