import type { Callback, Submittable } from './types.ts';

/** One call of `client.query`, in whichever of its shapes. */
export interface QueryCall {
  readonly text: string;
  readonly submittable?: Submittable;
  /** The arguments with the callback, if there is one, replaced. */
  readonly withCallback?: (wrap: (callback: Callback) => Callback) => unknown[];
}

const isFunction = (value: unknown): value is Callback => typeof value === 'function';

/** Undefined for what is no query pg would take. */
export const readCall = (args: readonly unknown[]): QueryCall | undefined => {
  const [first] = args;
  if (typeof first === 'string') return { text: first, ...callbackIn(args) };
  if (typeof first !== 'object' || first === null) return undefined;
  if ('submit' in first) {
    const submittable = first as Submittable;
    const text = submittable.text ?? submittable.cursor?.text;
    return text === undefined ? undefined : { text, submittable };
  }
  const { text, callback } = first as { text?: unknown; callback?: unknown };
  if (typeof text !== 'string') return undefined;
  const own = callbackIn(args);
  if (own.withCallback !== undefined || !isFunction(callback)) return { text, ...own };
  const rest = args.slice(1);
  return { text, withCallback: (wrap) => [{ ...first, callback: wrap(callback) }, ...rest] };
};

const callbackIn = (args: readonly unknown[]): Pick<QueryCall, 'withCallback'> => {
  const at = args.findLastIndex(isFunction);
  const callback = args[at];
  if (!isFunction(callback)) return {};
  return { withCallback: (wrap) => args.with(at, wrap(callback)) };
};
