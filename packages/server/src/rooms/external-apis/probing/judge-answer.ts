import { statusClassOf, type CallError } from '@sightglass/model';
import { z } from 'zod';
import type { WatchedApi } from '../config.ts';

/** An answer to a probe, read to its end. */
export interface ProbeAnswer {
  readonly status: number;
  readonly body: string;
  readonly certificateExpiresAtMs: number | undefined;
}

export type Judgement =
  { readonly state: 'pass' } | { readonly state: 'fail'; readonly error: CallError; readonly problem: string };

type Expectation = Pick<WatchedApi, 'status' | 'contains' | 'schema' | 'certificateDays'>;

const dayMs = 86_400_000;

/** Whether an answer is what is expected of a healthy API; the first thing that is not. */
export const judgeAnswer = (expected: Expectation, answer: ProbeAnswer, nowMs: number): Judgement =>
  statusProblem(expected, answer) ??
  bodyProblem(expected, answer) ??
  certificateProblem(expected, answer, nowMs) ?? { state: 'pass' };

const fail = (error: CallError, problem: string): Judgement => ({ state: 'fail', error, problem });

const statusProblem = ({ status: allowed }: Expectation, { status }: ProbeAnswer): Judgement | undefined => {
  const isHealthy = allowed === undefined ? status >= 200 && status < 300 : allowed.includes(status);
  if (isHealthy) return undefined;
  return fail(statusClassOf(status) ?? 'schema', `HTTP ${status}, expected ${allowed?.join(' or ') ?? '2xx'}`);
};

const bodyProblem = ({ contains, schema }: Expectation, { body }: ProbeAnswer): Judgement | undefined => {
  if (contains !== undefined && !body.includes(contains)) return fail('schema', `the body does not hold "${contains}"`);
  return schema === undefined ? undefined : schemaProblem(schema, body);
};

const schemaProblem = (schema: NonNullable<Expectation['schema']>, body: string): Judgement | undefined => {
  const json = parsed(body);
  if (json === undefined) return fail('schema', 'the body is not JSON');
  const result = z.fromJSONSchema(schema).safeParse(json.value);
  if (result.success) return undefined;
  const [issue] = result.error.issues;
  return fail('schema', `the body does not match its schema: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
};

const parsed = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};

const certificateProblem = (
  { certificateDays }: Expectation,
  { certificateExpiresAtMs }: ProbeAnswer,
  nowMs: number,
): Judgement | undefined => {
  if (certificateExpiresAtMs === undefined || certificateExpiresAtMs - nowMs >= certificateDays * dayMs)
    return undefined;
  const days = Math.max(0, Math.floor((certificateExpiresAtMs - nowMs) / dayMs));
  const on = new Date(certificateExpiresAtMs).toISOString().slice(0, 10);
  return fail('tls', `its certificate expires in ${days} days, on ${on}`);
};
