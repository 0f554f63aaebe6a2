import type { Cause } from '../look.ts';
import { type Subject, systemSubject } from '../subject.ts';
import { type NamedOutage, outageInText, outageInWords } from './outage-in-text.ts';
import { type Outage, outageOfCall, outageOfDatabase, outages } from './outage.ts';

/** A database or an API of the configuration, and where programs find it. */
export interface WatchedPlace {
  readonly subject: Subject;
  readonly host: string;
  readonly port: number;
}

/** An error that a program reported: a record of a log, or a span that failed. Texts are empty where nothing was reported. */
export interface ReportedError {
  /** Unix ms. */
  readonly atMs: number;
  /** `error.type` */
  readonly type: string;
  /** Of the exception; a record may hold several. */
  readonly messages: readonly string[];
  /** `db.system.name` */
  readonly system: string;
  /** `server.address` */
  readonly host: string;
  /** 0 where none was reported. */
  readonly port: number;
}

/** A run that failed, and what it reported of it. */
export interface FailedRun {
  readonly endedAtMs: number;
  readonly failure: {
    readonly type: string;
    readonly message: string;
    readonly stacktrace?: string | undefined;
  } | null;
  /** Those that name a server, in any order. */
  readonly errors: readonly ReportedError[];
}

/** An error so long before the end may have ended a run that names no reason. */
const lastWordsMs = 60_000;
/** A shorter message is found in others by chance. */
const shortestMessage = 8;
const defaultPorts: Readonly<Record<string, number>> = { postgresql: 5432, 'microsoft.sql_server': 1433, mysql: 3306 };

/**
 * The database or API by whose outage a run failed, as what ended it says so itself or is an error that it reported of a server. An error
 * that the run survived, such as a lost connection before a broken contract, is no cause. Pure.
 */
export const causesOfRun = (run: FailedRun, places: readonly WatchedPlace[]): readonly Cause[] => {
  const { failure } = run;
  const reason = failure === null ? '' : `${failure.type}: ${failure.message}\n${failure.stacktrace ?? ''}`;
  const call = failedCall.exec(reason)?.groups;
  if (call !== undefined) return causeOfCall(call['api'] ?? '', call['problem'] ?? '');
  const reported = reportedOutage(run, reason);
  const named = reported ?? outageInText(reason);
  return named === undefined ? [] : [causeAt(named, places)];
};

/** As the SDK words it: `ApiError: airports: GET /v1/airports failed: HTTP 503`. */
const failedCall =
  /\bApiError: (?<api>.{1,200}?): (?<endpoint>[A-Z]+ \S+) (?:failed|was not sent): (?<problem>[^\n]*)/u;

const causeOfCall = (api: string, problem: string): readonly Cause[] => {
  const outage = outageOfProblem(problem);
  if (outage === undefined) return [];
  return [{ key: `${api} ${outages[outage]}`, subject: systemSubject('api', api) }];
};

const outageOfProblem = (problem: string): Outage | undefined => {
  const [, status] = /\bHTTP (\d)\d\d\b/u.exec(problem) ?? [];
  if (status !== undefined) return outageOfCall(`${status}xx`);
  if (/given up by the program|schema|calls itself JSON|wait for their turn|pause/iu.test(problem)) return undefined;
  return outageInWords(problem) ?? 'away';
};

/** By the newest error of a server that is what ended the run; where nothing says what did, the last one it reported. */
const reportedOutage = ({ errors, endedAtMs }: FailedRun, reason: string): NamedOutage | undefined => {
  const newestFirst = errors.toSorted((a, b) => b.atMs - a.atMs || (a.host < b.host ? -1 : 1));
  const ending = newestFirst.find(({ messages }) => messages.some((message) => isIn(message, reason)));
  const [last] = newestFirst.filter(({ atMs }) => endedAtMs - atMs <= lastWordsMs);
  const found = ending ?? (namesNoReason(reason) ? last : undefined);
  if (found === undefined || found.host === '') return undefined;
  const outage = outageOf(found);
  const port = found.port === 0 ? (defaultPorts[found.system] ?? null) : found.port;
  return outage && { host: found.host.toLowerCase(), port, outage };
};

const isIn = (message: string, reason: string): boolean =>
  message.length >= shortestMessage && reason.includes(message);

/** Only that it ended badly, as of a program whose output is not read. */
const namesNoReason = (reason: string): boolean =>
  reason === '' || /^exit_code_\d+: exited with code \d+\s*$/u.test(reason);

const outageOf = ({ type, messages, system }: ReportedError): Outage | undefined => {
  if (/^5\d\d$/u.test(type)) return 'failing';
  return (
    outageOfDatabase(type) ??
    (system === '' ? outageOfCall(type) : undefined) ??
    outageInWords(`${type} ${messages.join('\n')}`)
  );
};

/** What is watched at that server; else the server itself. */
const causeAt = ({ host, port, outage }: NamedOutage, places: readonly WatchedPlace[]): Cause => {
  const found = places.find((place) => place.host.toLowerCase() === host && (port === null || place.port === port));
  const name = found?.subject.name ?? (port === null ? host : `${host}:${port}`);
  return { key: `${name} ${outages[outage]}`, subject: found?.subject ?? null };
};
