import type { CallError } from '@sightglass/model';

/** One HTTP request, about to be sent. */
export interface ExchangeStart {
  readonly dependency: string;
  readonly method: string;
  readonly template: string;
  readonly url: URL;
  readonly resendCount?: number;
}

/** How it went. */
export interface ExchangeEnd {
  readonly status?: number | undefined;
  readonly header?: ((name: string) => string | null) | undefined;
  readonly error?: CallError | undefined;
  readonly problem?: string | undefined;
  readonly firstByteMs?: number | undefined;
  readonly bytesSent?: number | undefined;
  readonly bytesReceived?: number | undefined;
}
