/** A request that cannot be answered as asked; the HTTP edge turns it into problem details. */
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

export const invalidParameter = (path: string, message: string): RequestError =>
  new RequestError('PARAMETER_INVALID', 400, message, [{ path, message }]);
