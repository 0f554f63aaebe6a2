import { pathSegment } from '@sightglass/model';

/** A request that cannot be answered as it is; the HTTP edge turns it into problem details. */
export class RequestError extends Error {
  readonly code: string;
  readonly statusCode: number;
  readonly errors: readonly { path: string; message: string }[];
  constructor(code: string, statusCode: number, message: string, errors: RequestError['errors'] = []) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
    this.errors = errors;
  }
}

export const notFound = (message: string): RequestError => new RequestError('NOT_FOUND', 404, message);

export const noSuchRun = (runId: string): RequestError =>
  notFound(`No run ${runId}. It may not have been ingested yet, or retention has removed it.`);

/** Several runs share the id; `others` names each, and where it is. */
export const sharedRunId = (
  runId: string,
  others: readonly { readonly name: string; readonly address: string }[],
): RequestError =>
  new RequestError(
    'RUN_ID_SHARED',
    409,
    `Run id "${runId}" belongs to ${others.length} runs: ${others.map(({ name }) => name).join(', ')}. Name the pipeline too: GET ${others[0]?.address ?? ''}`,
    others.map(({ name, address }) => ({ path: address, message: `run "${runId}" of ${name}` })),
  );

export const noSuchPipeline = (namespace: string, name: string): RequestError =>
  notFound(`No run of pipeline ${namespace}/${name} has been seen.`);

export const neverRan = (namespace: string, name: string): RequestError =>
  notFound(
    `Pipeline ${namespace}/${name} is in the configuration and has never run; /api/v1/pipelines/${pathSegment(namespace)}/${pathSegment(name)}/plan has what is expected of it.`,
  );

export const noSuchPlan = (namespace: string, name: string): RequestError =>
  notFound(`Pipeline ${namespace}/${name} is not in the configuration.`);

export const noSuchDatabase = (name: string): RequestError =>
  notFound(`No database is called "${name}": those that are watched are under "dependencies" in the configuration.`);

export const invalidParameter = (path: string, message: string): RequestError =>
  new RequestError('PARAMETER_INVALID', 400, message, [{ path, message }]);
