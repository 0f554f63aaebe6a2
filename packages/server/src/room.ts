import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { Foundations } from './foundations.ts';

/** A thing we watch or do. */
export interface Room {
  readonly name: string;
  /** What it answers under `/api/v1`, and what that is about. */
  readonly routes?: { readonly about: string; readonly plugins: readonly FastifyPluginCallbackZod[] };
  /** Begins what runs by itself, until disposed. */
  readonly start?: () => AsyncDisposable | Promise<AsyncDisposable>;
}

/** Builds a room of what all may use; nothing runs before `start`. */
export type OpenRoom = (foundations: Foundations) => Room;
