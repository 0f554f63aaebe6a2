import type { Host, System } from '@sightglass/model/rest';

/** A host as the list of all systems has it. Pure. */
export const systemOfHost = (host: Host): System => {
  const { name, shown, verdict, sentence, sentenceParts, needsAttention, urgency } = host;
  const { lastSeenAt, lostSince, usedBy, pipelines, runsNow } = host;
  return {
    kind: 'host',
    name,
    place: '',
    shown,
    verdict,
    sentence,
    sentenceParts,
    needsAttention,
    urgency,
    isKnownNow: shown.id !== 'quiet',
    since: shown.id === 'silent' ? lostSince : null,
    lastAt: lastSeenAt,
    usedBy,
    pipelines,
    runsNow,
  };
};
