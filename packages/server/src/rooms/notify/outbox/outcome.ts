/** How an attempt went. `uncertain`: the message had left, and whether it was taken is not known. */
export const outcomes = ['accepted', 'failed', 'refused', 'uncertain'] as const;
export type Outcome = (typeof outcomes)[number];

/** `failed` is tried again, `refused` is not. */
export interface Attempt {
  readonly outcome: Outcome;
  /** What the server answered, or what went wrong and what to do: 500 characters at most, no secrets. */
  readonly answer: string;
}

/** A message as it is sent, the same bytes at every attempt. */
export interface SentMessage {
  readonly messageId: string;
  readonly thread: string;
  readonly subject: string;
  readonly text: string;
  /** The whole message as MIME; null once it is settled. */
  readonly raw: string | null;
}
