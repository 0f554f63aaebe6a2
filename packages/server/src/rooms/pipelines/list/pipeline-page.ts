import {
  byUrgencyAndCriticality,
  neverRanWords,
  pipelinesSentence,
  sentenceOf,
  type ShownState,
  writtenSentence,
} from '@sightglass/model';
import type { BriefPipelineList } from '@sightglass/model/rest';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../../http/cursor.ts';
import type { JudgedPipeline } from '../known/judge-pipeline.ts';

export interface PipelineFilter {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** A part of `namespace/name`; capital letters do not matter. */
  readonly search?: string | undefined;
}

/** Those that are meant, the most urgent first, then by name. */
export const listedPipelines = (all: readonly JudgedPipeline[], filter: PipelineFilter): JudgedPipeline[] =>
  all.filter(({ pipeline }) => isMeant(pipeline, filter)).toSorted(inList);

const isMeant = (of: { readonly namespace: string; readonly name: string }, filter: PipelineFilter): boolean => {
  const { namespace = of.namespace, name = of.name, search = '' } = filter;
  return (
    of.namespace === namespace &&
    of.name === name &&
    `${of.namespace}/${of.name}`.toLowerCase().includes(search.toLowerCase())
  );
};

/** Where a pipeline stands in the list. */
type Place = Pick<JudgedPipeline['pipeline'], 'urgency' | 'criticality' | 'namespace' | 'name'>;

/** Beside urgency and criticality only what does not change: a run that starts moves no other row. */
const order = (a: Place, b: Place): number =>
  byUrgencyAndCriticality({ ...a, lastRun: sameStart }, { ...b, lastRun: sameStart }) ||
  compare(a.namespace, b.namespace) ||
  compare(a.name, b.name);
const sameStart = { startedAt: '' };

const inList = (a: JudgedPipeline, b: JudgedPipeline): number => order(a.pipeline, b.pipeline);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const cursorParts = z.tuple([z.int(), z.string(), z.string(), z.string()]);

/** What follows in the list. Raises CursorError. */
export const afterCursor = (
  listed: readonly JudgedPipeline[],
  cursor: string | undefined,
): readonly JudgedPipeline[] => {
  if (cursor === undefined) return listed;
  const [urgency, criticality, namespace, name] = decodeCursor(cursor, cursorParts);
  const last = { urgency, criticality, namespace, name };
  return listed.filter(({ pipeline }) => order(last, pipeline) < 0);
};

/** Of what is left once so many of these are shown; null without any. */
export const nextCursor = (following: readonly JudgedPipeline[], shown: number): string | null => {
  const last = following[shown - 1]?.pipeline;
  if (following.length <= shown || last === undefined) return null;
  return encodeCursor([last.urgency, last.criticality ?? '', last.namespace, last.name]);
};

/** What is said of all that are listed, on whichever page. */
export const aboutListed = (
  listed: readonly JudgedPipeline[],
  neverRan: number,
  nowMs: number,
): Pick<BriefPipelineList, 'total' | 'states' | 'sentence' | 'sentenceParts'> => {
  const states: Partial<Record<ShownState, number>> = {};
  for (const { pipeline } of listed) states[pipeline.shown.id] = (states[pipeline.shown.id] ?? 0) + 1;
  const sentence = pipelinesSentence(
    listed.map(({ described }) => described),
    nowMs,
  );
  return { total: listed.length, states, ...writtenSentence(sentenceOf(sentence, neverRanWords(neverRan)), nowMs) };
};
