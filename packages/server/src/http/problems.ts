import { STATUS_CODES } from 'node:http';
import { ClickHouseError } from '@clickhouse/client';
import type { Problem } from '@sightglass/model/rest';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpEvents } from './events.ts';
import { isDamage, QueryTimeoutError, TelemetryUnavailableError } from '../storage/telemetry/client.ts';

/** What an edge says about an error, before it knows the request. */
interface Answer extends Omit<Problem, 'type' | 'title' | 'instance'> {
  readonly code: string;
  readonly retryAfterSeconds?: number;
}

/** ClickHouse error codes of a query that needs too much (time, speed, memory, rows, bytes, set sizes), and of an engine with too much to do. */
const tooHeavy = new Set(['159', '160', '191', '241', '396']);
/** Of a query that would read more rows, or bytes, than it may: refused before it reads. */
const tooWide = new Set(['158', '307']);
const tooBusy = new Set(['202']);

/** PostgreSQL error codes of a text, and of a text in JSON, with a NUL. */
const unstorable = new Set(['22021', '22P05']);

/** Our words for what the framework refuses by itself, by its codes. */
const frameworkProblems: Readonly<Record<string, { readonly code: string; readonly detail: string }>> = {
  FST_ERR_BAD_URL: {
    code: 'ADDRESS_INVALID',
    detail:
      'The address holds a % that does not begin a UTF-8 character. Write two hexadecimal digits behind it, and %25 for the % itself.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'CONTENT_TYPE_INVALID',
    detail: 'This address does not read that Content-Type. Send application/json.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'BODY_TOO_LARGE', detail: 'The body is larger than this address reads.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'BODY_INVALID',
    detail: 'The body is not as long as its Content-Length.',
  },
};

/** Sends RFC 9457 problem details for whatever went wrong. */
export const sendProblem =
  (events: HttpEvents) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { code, retryAfterSeconds, ...answer } = answerTo(error);
    if (answer.status >= 500) events.queryFailed(error);
    if (retryAfterSeconds !== undefined) reply.header('retry-after', `${retryAfterSeconds}`);
    return reply
      .code(answer.status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:sightglass:problem:${code.toLowerCase().replaceAll('_', '-')}`,
          title: STATUS_CODES[answer.status] ?? 'Error',
          ...answer,
          instance: request.url,
        } satisfies Problem),
      );
  };

const answerTo = (error: unknown): Answer => {
  if (error instanceof TelemetryUnavailableError) {
    return { code: error.code, status: 503, detail: error.message, retryAfterSeconds: 5 };
  }
  if (isDamage(error)) return storageDamaged;
  if (error instanceof ClickHouseError) return answerToEngine(error);
  if (error instanceof QueryTimeoutError) return queryTooHeavy;
  const { statusCode, code, message, errors, retryAfterSeconds } = error as FastifyError &
    Pick<Problem, 'errors'> &
    Pick<Answer, 'retryAfterSeconds'>;
  if (unstorable.has(code)) return characterInvalid;
  if (statusCode === undefined || statusCode >= 500) {
    return { code: 'INTERNAL', status: 500, detail: 'The server failed to answer; the reason is in its log.' };
  }
  const own = frameworkProblems[code];
  return {
    code: own?.code ?? (code?.startsWith('FST_') ? 'REQUEST_REFUSED' : (code ?? 'REQUEST_REFUSED')),
    status: statusCode,
    detail: own?.detail ?? message,
    ...(errors?.length ? { errors } : {}),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
};

const characterInvalid: Answer = {
  code: 'CHARACTER_INVALID',
  status: 400,
  detail: 'A text of the request holds the character U+0000, which is not stored. Leave it out.',
};

const queryTooHeavy: Answer = {
  code: 'QUERY_TOO_HEAVY',
  status: 504,
  detail:
    'The query took too much time or memory. Narrow it: a shorter time range (`from`, `to`), or a run, service or pipeline.',
};

const queryTooWide: Answer = {
  code: 'QUERY_TOO_WIDE',
  status: 422,
  detail:
    'The query would read more than one may (`limits.rowsToRead`, `limits.bytesToRead`). Narrow it: a shorter time range (`from`, `to`), or a run, service or pipeline.',
};

const storageDamaged: Answer = {
  code: 'STORAGE_DAMAGED',
  status: 503,
  detail:
    'Files of the stored telemetry are damaged, as when the disk was full. They are being restored; try again in a few seconds. `/readyz` names what is wrong.',
  retryAfterSeconds: 5,
};

const answerToEngine = ({ code, message }: ClickHouseError): Answer => {
  if (tooHeavy.has(code)) return queryTooHeavy;
  if (tooWide.has(code)) return queryTooWide;
  if (tooBusy.has(code)) return { code: 'ENGINE_BUSY', status: 503, detail: message, retryAfterSeconds: 2 };
  return {
    code: 'QUERY_FAILED',
    status: 500,
    detail: 'The telemetry engine refused the query; the reason is in the server log.',
  };
};
