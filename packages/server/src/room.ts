import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { Foundations } from './foundations.ts';
import type { StateStore } from './storage/state/state-store.ts';

/** A thing we watch or do. */
export interface Room {
  readonly name: string;
  /** What it answers under `/api/v1`, and what that is about. */
  readonly routes?: { readonly about: string; readonly plugins: readonly FastifyPluginCallbackZod[] };
  /** Begins what runs by itself, on the one server of all that share the state which leads. `led` fails once the lead is lost. */
  readonly start?: (led: Pick<StateStore, 'query'>) => AsyncDisposable | Promise<AsyncDisposable>;
}

/** Builds a room of what all may use; nothing runs before `start`. */
export type OpenRoom = (foundations: Foundations) => Room;
