import {
  type Finding,
  type Look,
  type RuleType,
  type Subject,
  subjectKey,
  troubleWords,
  type World,
} from '@sightglass/model/alerting';
import type { PipelineOccurrence, Room, WatchedPipeline } from '../../room.ts';

/** What all rooms found, and what of the world could not be judged. */
export interface Around {
  readonly looks: readonly Look[];
  /** Rooms that could not look, and since when, unix ms. */
  readonly blind: readonly { readonly room: string; readonly sinceMs: number }[];
  /** Rooms that could. */
  readonly seeing: readonly string[];
}

/** The latest due times of what rooms looked at last. */
export const occurrencesFoundBy = (rooms: readonly Pick<Room, 'offers'>[]): readonly PipelineOccurrence[] =>
  rooms.flatMap(({ offers }) => offers?.watch?.occurrences?.() ?? []);

/** Looks with what is known of several rooms together. Raises what reading raises. */
export type Complete = (
  looks: readonly Look[],
  pipelines: readonly WatchedPipeline[],
  nowMs: number,
) => Promise<readonly Look[]>;

/** Asks all rooms at once, then for what their trouble comes from. Keeps since when one of them could not look. */
export const createLookAround = (
  rooms: readonly Pick<Room, 'name' | 'offers'>[],
  onError: (room: string, error: unknown) => void,
  complete: Complete = (looks) => Promise.resolve(looks),
): ((nowMs: number) => Promise<Around>) => {
  const blindSinceMs = new Map<string, number>();
  return async (nowMs) => {
    const watching = rooms.flatMap(({ name, offers }) =>
      offers?.watch === undefined ? [] : [{ name, ...offers.watch }],
    );
    const found = await Promise.allSettled(watching.map(({ look }) => look()));
    const blind = watching.flatMap(({ name }, at) => {
      const outcome = found[at];
      if (outcome?.status !== 'rejected') return blindSinceMs.delete(name) ? [] : [];
      onError(name, outcome.reason);
      const sinceMs = blindSinceMs.get(name) ?? nowMs;
      blindSinceMs.set(name, sinceMs);
      return [{ room: name, sinceMs }];
    });
    const looks = found.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
    const pipelines = watching.flatMap((room) => room.pipelines?.() ?? []);
    return {
      looks: await complete(looks, pipelines, nowMs).catch((error: unknown) => {
        onError('causes', error);
        return looks.filter(isOfNoRun);
      }),
      blind,
      seeing: watching.map(({ name }) => name).filter((name) => !blindSinceMs.has(name)),
    };
  };
};

/** Without its cause, a run that failed for what others failed for would be trouble of its own: it is judged the next time. */
const isOfNoRun = ({ findings }: Look): boolean => findings.every(({ what, is }) => what !== 'failed' || is !== 'bad');

/**
 * All looks: those of the rooms, how Sightglass itself is, and that no other open alert can be judged: its room could not look, or what it
 * is about is not there any more, such as a database the configuration no longer names. Pure.
 */
export const looksIn = ({ looks, blind, seeing }: Around, { alerts }: World): Look[] => {
  const found = [
    ...looks,
    ...blind.map(({ room, sinceMs }) => ownLook(room, blindFinding(room, sinceMs))),
    ...seeing.map((room) => ownLook(room, { what: 'not-judged', is: 'well' })),
  ];
  const judged = new Set(found.flatMap(({ subject, findings }) => findings.map(({ what }) => foundKey(what, subject))));
  const unjudged = alerts
    .filter(({ state, what, subject }) => state !== 'resolved' && !judged.has(foundKey(what, subject)))
    .map(({ subject, criticality, usedBy, what }): Look => ({
      subject,
      criticality,
      usedBy,
      findings: [{ what, is: 'unknown' }],
    }));
  return [...found, ...unjudged];
};

const foundKey = (what: RuleType, subject: Subject): string => `${what} ${subjectKey(subject)}`;

const ownLook = (room: string, finding: Finding): Look => ({
  subject: { kind: 'sightglass', namespace: '', name: room, part: '' },
  criticality: null,
  usedBy: [],
  findings: [finding],
});

const blindFinding = (room: string, sinceMs: number): Finding => ({
  what: 'not-judged',
  is: 'bad',
  sinceMs,
  sentence: [`Sightglass cannot judge ${room}: what is stored cannot be read. Alerts about them stay as they were.`],
  words: troubleWords['not-judged'],
  harm: 'blind',
  runId: null,
  neededAtMs: null,
  retryEndsMs: null,
  causes: [],
});
