import { randomBytes } from 'node:crypto';
import { formatDuration, type BreakerState } from '@sightglass/model';
import { HeldBackError } from '../retry/held-back.ts';
import { untilAborted } from '../retry/until-aborted.ts';
import type { BreakerOptions } from '../types.ts';
import { closed, consequenceOf, holdOn, type Circuit, type CircuitOf, type Refusal, type Report } from './circuit.ts';
import { problemIn, verdictOf } from './verdict.ts';

export interface BreakerChange {
  readonly breakerId: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  /** In words, for whoever reads the timeline. */
  readonly reason: string;
  /** Whether another process decided it. */
  readonly isFollowed: boolean;
}

export interface Breaker {
  readonly id: string;
  readonly state: BreakerState;
  /** Raises HeldBackError while open or isolated, and the reason of `signal` when that aborts while another call is tried. */
  execute<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  isolate(reason: string): Disposable;
  /** Opens, because another process has opened its own. */
  follow(refusal: Refusal): void;
  /** Closes again what {@link follow} has opened. */
  unfollow(reason: string): void;
}

export interface BreakerParts {
  readonly options: BreakerOptions;
  readonly onChange: (change: BreakerChange) => void;
  /** Asked when the time to try a call has come; undefined when this process may. Never rejects. */
  readonly mayTry?: (() => Promise<Refusal | undefined>) | undefined;
  /** Told when the call that was tried brought no verdict: who wants to try the next asks again. */
  readonly onUndecided?: ((breakerId: string) => void) | undefined;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs?: () => number;
}

/** A refusal is checked again after so long, at least. */
const leastRefusalMs = 50;

/**
 * One circuit breaker, which reports every change of its state. Own code: cockatiel's takes a call that was given up for one that
 * succeeded, counts failures with other answers between them as in a row, and goes by the wall clock.
 */
export const createBreaker = (parts: BreakerParts): Breaker => {
  const line = createLine(parts);
  const execute = async <T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    signal?.throwIfAborted();
    const at = line.circuit;
    return watched(at.kind === 'closed' ? at : await admitted(signal), call, signal);
  };
  const admitted = async (signal: AbortSignal | undefined): Promise<CircuitOf<'closed' | 'half-open'>> => {
    line.waiting += 1;
    try {
      return await turn(signal);
    } finally {
      line.waiting -= 1;
      line.giveBackUnused();
    }
  };
  const turn = async (signal: AbortSignal | undefined): Promise<CircuitOf<'closed' | 'half-open'>> => {
    for (;;) {
      signal?.throwIfAborted();
      const at = line.circuit;
      if (at.kind === 'closed') return at;
      if (at.kind === 'isolated') throw new HeldBackError('isolated', 'the breaker is isolated');
      if (at.kind === 'open') {
        if (line.isHeld(at)) throw new HeldBackError('breaker_open', at.problem);
        await untilAborted((at.asking ??= line.ask(at)), signal);
      } else if (at.mustAsk) {
        await untilAborted((at.asking ??= line.askAgain(at)), signal);
      } else if (at.tried === undefined) {
        at.tried = Promise.withResolvers();
        return at;
      } else await untilAborted(at.tried.promise, signal);
    }
  };
  const watched = async <T>(
    at: CircuitOf<'closed' | 'half-open'>,
    call: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> => {
    try {
      const answer = await call();
      line.report(at, { verdict: 'answered', problem: '' });
      return answer;
    } catch (error) {
      line.report(at, { verdict: verdictOf(error, signal), problem: problemIn(error) });
      throw error;
    }
  };
  return {
    id: line.breakerId,
    get state() {
      return line.circuit.kind;
    },
    execute,
    isolate: (reason) => {
      const held: CircuitOf<'isolated'> =
        line.circuit.kind === 'isolated' ? line.circuit : { kind: 'isolated', holders: 0 };
      if (line.circuit !== held) line.move(held, reason);
      return holdOn(held, () => line.move(closed(), 'released'));
    },
    follow: line.follow,
    unfollow: (reason) => {
      if (line.circuit.kind === 'open' && line.circuit.isFollowed) line.move(closed(), reason, true);
    },
  };
};

const createLine = ({ options, onChange, mayTry, onUndecided, nowMs = () => performance.now() }: BreakerParts) => {
  const breakerId = randomBytes(4).toString('hex');
  let circuit: Circuit = closed();
  const move = (next: Circuit, reason: string, isFollowed = false): void => {
    const from = circuit;
    circuit = next;
    onChange({ breakerId, from: from.kind, to: next.kind, reason, isFollowed });
    if (from.kind === 'half-open') from.tried?.resolve();
  };
  const opened = (refusal: Refusal, isFollowed: boolean): Circuit => ({
    kind: 'open',
    ...refusal,
    sinceMs: nowMs(),
    isFollowed,
  });
  /** Gives the right to try a call back where everybody who waited for it has left. */
  const giveBackUnused = (): void => {
    const isUnused =
      circuit.kind === 'half-open' && circuit.tried === undefined && circuit.asking === undefined && !circuit.mustAsk;
    if (mayTry === undefined || line.waiting > 0 || circuit.kind !== 'half-open' || !isUnused) return;
    circuit.mustAsk = true;
    onUndecided?.(breakerId);
  };
  const line = {
    breakerId,
    /** Calls that wait for their turn. */
    waiting: 0,
    giveBackUnused,
    get circuit(): Circuit {
      return circuit;
    },
    move,
    isHeld: ({ sinceMs, openForMs }: CircuitOf<'open'>): boolean => nowMs() - sinceMs < openForMs,
    ask: async (at: CircuitOf<'open'>): Promise<void> => {
      const refusal = await mayTry?.();
      if (circuit !== at) {
        if (mayTry !== undefined && refusal === undefined && circuit.kind !== 'closed') onUndecided?.(breakerId);
        return;
      }
      if (refusal !== undefined) {
        circuit = opened({ ...refusal, openForMs: Math.max(leastRefusalMs, refusal.openForMs) }, true);
      } else
        move({ kind: 'half-open', tried: undefined }, `open for ${formatDuration(at.openForMs)}, one call is tried`);
      giveBackUnused();
    },
    askAgain: async (at: CircuitOf<'half-open'>): Promise<void> => {
      const refusal = await mayTry?.();
      at.asking = undefined;
      at.mustAsk = false;
      if (circuit === at && refusal !== undefined) move(opened(refusal, true), refusal.problem, true);
      giveBackUnused();
    },
    report: (at: CircuitOf<'closed' | 'half-open'>, report: Report): void => {
      if (circuit !== at) return;
      const next = consequenceOf(at, report, options.failuresInARow);
      if (next?.to === 'closed') move(closed(), next.reason);
      else if (next?.to === 'open') {
        move(opened({ openForMs: options.halfOpenAfterMs, problem: 'the breaker is open' }, false), next.reason);
      } else if (at.kind === 'half-open') {
        at.mustAsk = mayTry !== undefined;
        onUndecided?.(breakerId);
        at.tried?.resolve();
        at.tried = undefined;
      }
    },
    follow: (refusal: Refusal): void => {
      const isTrying = circuit.kind === 'half-open' && circuit.tried !== undefined;
      if (circuit.kind === 'isolated' || isTrying) return;
      if (circuit.kind !== 'open') move(opened(refusal, true), refusal.problem, true);
      else if (circuit.isFollowed) circuit = opened(refusal, true);
    },
  };
  return line;
};
