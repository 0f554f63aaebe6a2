import { fileStoreKind, fileStoreSentence, fileStoreVerdict, shownFileStore, writtenSentence } from '@sightglass/model';
import type { System } from '@sightglass/model/rest';
import { instantOf } from '../../../http/instant.ts';
import type { SystemsAsked } from '../../../room.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { readStores, type StoreFacts } from './facts.ts';

/** Stores of files that runs used in a time, as the list of all systems has them. */
export const fileStoresIn =
  (telemetry: TelemetryClient, nowMs: () => number) =>
  async ({ fromMs, toMs, running }: SystemsAsked): Promise<System[]> => {
    const found = await readStores(telemetry, { fromMs, toMs, runIds: running.map(({ runId }) => runId) });
    return found.map((store) => systemOf(store, running, nowMs()));
  };

const systemOf = (
  { store, lastMs, users, pipelines, running: runIds }: StoreFacts,
  running: SystemsAsked['running'],
  nowMs: number,
): System => {
  const [latest] = users;
  const described = { name: store, lastUsedAt: instantOf(lastMs), lastPipeline: latest?.[2] ?? '', pipelines };
  const { sentence, sentenceParts } = writtenSentence(fileStoreSentence(described), nowMs);
  const isUser = ({ namespace, pipeline }: { readonly namespace: string; readonly pipeline: string }): boolean =>
    users.some((user) => user[1] === namespace && user[2] === pipeline);
  return {
    kind: 'file-store',
    name: store,
    place: fileStoreKind(store) ?? '',
    shown: shownFileStore,
    verdict: fileStoreVerdict,
    sentence,
    sentenceParts: [...sentenceParts],
    needsAttention: false,
    urgency: 0,
    isKnownNow: false,
    since: null,
    lastAt: described.lastUsedAt,
    usedBy: users.map(([, namespace, pipeline]) => ({ namespace, pipeline })),
    pipelines,
    runsNow: running.filter((run) => runIds.includes(run.runId) && isUser(run)).slice(0, 20),
  };
};
