import { isApiKnownNow } from '@sightglass/model';
import type { ApiDetail, System } from '@sightglass/model/rest';

/** So many of its pipelines are named. */
const mostNamed = 20;

/** A probe that stopped says nothing of now. */
const latelyMs = 3_600_000;

/** An API as the list of all systems has it; `runsNow`: runs that go on and called it. Pure. */
export const systemOfApi = (api: ApiDetail, runsNow: System['runsNow'], nowMs: number): System => {
  const { name, servers, callers, shown, verdict, sentence, sentenceParts, needsAttention, urgency } = api;
  const lastAt = lastOf(api);
  return {
    kind: 'api',
    name,
    place: servers.join(', '),
    shown,
    verdict,
    sentence,
    sentenceParts,
    needsAttention,
    urgency,
    isKnownNow: isApiKnownNow(api, nowMs) && nowMs - Date.parse(lastAt ?? '') <= latelyMs,
    since: sinceOf(api),
    lastAt,
    usedBy: callers.slice(0, mostNamed).map(({ namespace, pipeline }) => ({ namespace, pipeline })),
    pipelines: callers.length,
    runsNow,
  };
};

/** Of a state that began with an event. */
const sinceOf = ({ shown, shared, breakerSpans }: ApiDetail): string | null => {
  if (shown.id === 'isolated') return shared?.changedAt ?? null;
  if (shown.id !== 'open' && shown.id !== 'half-open') return null;
  return breakerSpans.findLast(({ state, to }) => state === shown.id && to === null)?.from ?? null;
};

const lastOf = ({ lastAt, probe }: ApiDetail): string | null =>
  [lastAt, probe?.at ?? null]
    .filter((at) => at !== null)
    .toSorted()
    .at(-1) ?? null;
