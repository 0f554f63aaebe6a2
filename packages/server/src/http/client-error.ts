import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '@sightglass/model/rest';

type ClientError = Error & { readonly code?: string };

/** Answers what Node could not read as a request, before there is one: problem details over the bare socket. */
export const answerClientError = (error: ClientError, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = problemOf(error);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

const problemOf = ({ code }: ClientError): Problem => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return problem(431, 'headers-too-large', 'Address and headers are more than 16 KiB. Request less at a time.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problem(408, 'request-timeout', 'The request did not arrive in time. Send it again.');
  return problem(400, 'not-http', 'This could not be read as an HTTP/1.1 request.');
};

const problem = (status: number, type: string, detail: string): Problem => ({
  type: `urn:sightglass:problem:${type}`,
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail,
});
