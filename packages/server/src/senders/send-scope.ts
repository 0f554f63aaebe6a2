import type { TokenSignal } from '@sightglass/model/words/token-scope';
import { isLike } from '../storage/telemetry/visible/visible-part.ts';

/** What a token may send; null: everything. */
export interface SendScope {
  readonly signals: readonly TokenSignal[] | null;
  /** Exact names, or globs with `*` and `?`. */
  readonly namespaces: readonly string[] | null;
}

/** What is sent is not within what its token may send. */
export class OutsideScopeError extends Error {
  readonly code = 'OUTSIDE_SCOPE';
}

/** Raises OutsideScopeError. */
export const refuseSignal = ({ signals }: SendScope, signal: TokenSignal): void => {
  if (signals === null || signals.includes(signal)) return;
  throw new OutsideScopeError(
    `This token sends ${signals.join(' and ')}, and no ${signal}. Give the program another one.`,
  );
};

/** A pattern with several `*` tries a long text many times over. */
const longestNamespace = 1_000;

/** Raises OutsideScopeError. */
export const refuseNamespace = (namespaces: readonly string[], namespace: string): void => {
  if (namespace.length <= longestNamespace && isLike(namespaces, namespace)) return;
  throw new OutsideScopeError(
    `This token does not send for the namespace ${JSON.stringify(namespace.slice(0, 100))}; it does for ${namespaces.join(', ')}. Nothing of this request was taken.`,
  );
};
