import type { Look, Occurrence } from '@sightglass/model/alerting';
import type { System } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { FoundThing } from '@sightglass/model/rest';
import type { Foundations } from './foundations.ts';
import type { StateStore } from './storage/state/state-store.ts';

/** Of which time the list of systems is, and which runs go on now. */
export interface SystemsAsked {
  readonly fromMs: number;
  /** Undefined: up to now. */
  readonly toMs: number | undefined;
  readonly running: readonly { readonly namespace: string; readonly pipeline: string; readonly runId: string }[];
}

/** What somebody looks for. */
export interface FindWish {
  /** As typed, without blanks around it. */
  readonly text: string;
  /** The same in lower case, by word. */
  readonly words: readonly string[];
  /** So many of each kind are enough. */
  readonly most: number;
}

/** Things of one kind that fit, in any order; at most two queries one after the other. */
export type Find = (wish: FindWish) => Promise<readonly FoundThing[]>;

/** A due time of a pipeline, and how it stands. */
export interface PipelineOccurrence extends Occurrence {
  readonly namespace: string;
  readonly pipeline: string;
}

/** What alerts know of a pipeline beside what was found about it. */
export interface WatchedPipeline {
  readonly namespace: string;
  readonly name: string;
  readonly criticality: string | null;
  readonly owner: string | null;
  /** When it is due next, unix ms; null without a schedule. */
  readonly dueAtMs: number | null;
  /** The latest run that has ended, where it failed. */
  readonly failed: FailedRunName | null;
}

/** A run that failed; times in unix ms. */
export interface FailedRunName {
  readonly runId: string;
  readonly traceId: string | null;
  readonly endedAtMs: number;
  readonly failure: {
    readonly type: string;
    readonly message: string;
    readonly stacktrace?: string | undefined;
  } | null;
}

/** What a room watches. */
export interface Watch {
  readonly look: () => Promise<readonly Look[]>;
  /** The latest due times of what it looked at last. */
  readonly occurrences?: () => readonly PipelineOccurrence[];
  /** The pipelines it looked at last. */
  readonly pipelines?: () => readonly WatchedPipeline[];
}

/** What a room offers to rooms that gather from all. */
export interface Offers {
  /** What runs depend on and it knows of, for the list of all systems. */
  readonly systems?: (asked: SystemsAsked) => Promise<readonly System[]>;
  /** What it finds about each thing it knows of, for alerts. Cheap where nothing has changed; raises what reading raises. */
  readonly watch?: Watch;
  /** Finds what the room has pages about, for `GET /api/v1/search`. */
  readonly find?: Find;
}

/** A thing we watch or do. */
export interface Room {
  readonly name: string;
  /** What it answers under `/api/v1`, and what that is about. */
  readonly routes?: { readonly about: string; readonly plugins: readonly FastifyPluginCallbackZod[] };
  readonly offers?: Offers;
  /** Begins what runs by itself, on the one server of all that share the state which leads. `led` fails once the lead is lost. */
  readonly start?: (led: Pick<StateStore, 'query'>) => AsyncDisposable | Promise<AsyncDisposable>;
}

/** What all rooms offer; known once every room is open. */
export type OffersOfAll = () => readonly Pick<Room, 'name' | 'offers'>[];

/** Builds a room of what all may use; nothing runs before `start`. One that gathers what others offer asks `all` when it answers, or starts. */
export type OpenRoom = (foundations: Foundations, all: OffersOfAll) => Room;
