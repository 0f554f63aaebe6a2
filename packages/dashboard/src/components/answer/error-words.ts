/** An error as `fetch/client.ts` raises it, or any other. */
export interface AnswerError extends Error {
  /** What happened, where nothing answered. */
  readonly title?: string;
  /** Of the answer; 0 when there was none. */
  readonly status?: number;
}

/** A query that took too much time or memory: it can be narrowed, and fails again as it is. */
export const isTooHeavy = ({ status }: AnswerError): boolean => status === 504;

/** What is asked for is not there. */
const isMissing = ({ status }: AnswerError): boolean => status === 404 || status === 410;

const passing = new Set([408, 425, 429]);

/** Whether the same request may succeed at another time. What the server refuses for what it is, it refuses again. */
export const mayPass = ({ status }: AnswerError): boolean =>
  status === undefined || status === 0 || status >= 500 || passing.has(status);

/** What went wrong, and what there is to know of it; each once, and without words of HTTP. `what` is the subject of a sentence. */
export const errorWords = (what: string, error: AnswerError): { readonly title: string; readonly detail?: string } => {
  if (isMissing(error)) return { title: error.message };
  const title = isTooHeavy(error)
    ? `${what} took too long to read`
    : `${what} could not be read${error.status === 0 && error.title ? `: ${error.title}` : ''}`;
  return { title, detail: error.message };
};
