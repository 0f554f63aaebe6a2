import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpPoster {
  /** Raises whatever went wrong before a whole answer was there. */
  post(body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  close(): void;
}

export interface HttpPosterOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestTimeoutMs: number;
}

const answerLimitBytes = 64 * 1024;

/** Posts to one URL over one connection. Sockets are unref'd, so a request under way never keeps the host program alive. */
export const createHttpPoster = ({ url, headers: always, requestTimeoutMs }: HttpPosterOptions): HttpPoster => {
  const secure = url.startsWith('https:');
  const agentOptions = { keepAlive: true, maxSockets: 1 };
  const agent = secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const request = secure ? httpsRequest : httpRequest;
  const postOnce = (body: Uint8Array, own: Readonly<Record<string, string>>) =>
    new Promise<HttpAnswer>((resolve, reject) => {
      const headers = { ...always, ...own, 'content-length': body.byteLength };
      const call = request(url, { method: 'POST', agent, headers }, (response) => {
        void readAnswer(response).then(resolve, reject);
      });
      const timer = setTimeout(() => {
        call.destroy(new Error(`no answer within ${requestTimeoutMs} ms`));
      }, requestTimeoutMs).unref();
      call.on('socket', (socket) => socket.unref());
      call.on('error', (error) => reject(isStale(call, error) ? new StaleConnectionError(error) : error));
      call.on('close', () => clearTimeout(timer));
      call.end(body);
    });
  return {
    post: (body, own) =>
      postOnce(body, own).catch((error: unknown) => {
        if (error instanceof StaleConnectionError) return postOnce(body, own);
        throw error;
      }),
    close: () => agent.destroy(),
  };
};

/** The server had closed a connection of an earlier request: nothing is known to be wrong with it, so another is tried at once. */
class StaleConnectionError extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

const isStale = (call: ClientRequest, { code }: NodeJS.ErrnoException): boolean =>
  call.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE');

const readAnswer = async (response: IncomingMessage): Promise<HttpAnswer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > answerLimitBytes) throw new Error(`the answer is longer than ${answerLimitBytes} bytes`);
    chunks.push(chunk);
  }
  const { statusCode = 0, statusMessage = '', headers } = response;
  return { status: statusCode, statusText: statusMessage, headers, body: Buffer.concat(chunks) };
};
