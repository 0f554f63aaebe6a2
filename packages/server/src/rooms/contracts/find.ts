import { checkResultWords, misfit, pathSegment } from '@sightglass/model';
import type { ContractHealth, FoundThing } from '@sightglass/model/rest';
import type { FindWish } from '../../room.ts';
import { contractHealthOf, describedContract } from './contract-health.ts';
import type { FileFacts } from './facts-checks.ts';
import type { CheckReader } from './facts.ts';

const dayMs = 86_400_000;
/** Checks of so many days are searched. */
const days = 31;
const mostContracts = 2_000;
/** The newest alone tell the state of a contract. */
const filesEach = 5;

/** Contracts by name and pipeline, and files by name. */
export const findChecked = async (checks: CheckReader, wish: FindWish, nowMs: number): Promise<FoundThing[]> => {
  const filter = { fromMs: nowMs - days * dayMs };
  const [contracts, files] = await Promise.all([
    findContracts(checks, wish, filter, nowMs),
    checks.filesNamed(wish.words, filter, wish.most),
  ]);
  return [...contracts, ...files.map(foundFile)];
};

const findContracts = async (
  checks: CheckReader,
  { words, most }: FindWish,
  filter: { readonly fromMs: number },
  nowMs: number,
): Promise<FoundThing[]> => {
  const fitting = (await checks.contracts(filter, mostContracts))
    .map((summary) => ({ summary, fit: misfit(words, `${summary.contract} ${summary.pipeline} ${summary.namespace}`) }))
    .filter(
      (one): one is { summary: typeof one.summary; fit: number } => one.fit !== null && one.summary.contract !== '',
    )
    .toSorted((a, b) => a.fit - b.fit)
    .slice(0, most)
    .map(({ summary }) => summary);
  const { files, results } = await checks.recent(fitting, filter, filesEach);
  return fitting.map((summary) => {
    const isOwn = (one: { readonly pipeline: string; readonly contract: string }) =>
      one.pipeline === summary.pipeline && one.contract === summary.contract;
    const own = files.filter((file) => isOwn(file) && file.namespace === summary.namespace);
    return foundContract(describedContract(contractHealthOf(summary, own, results.filter(isOwn)), nowMs));
  });
};

const foundContract = ({ contract, namespace, pipeline, checkedAt, shown }: ContractHealth): FoundThing => ({
  kind: 'contract',
  name: contract ?? '',
  detail: `${namespace} / ${pipeline}`,
  page: `/data/contracts?${new URLSearchParams({ namespace, pipeline, contract: contract ?? '' }).toString()}`,
  at: checkedAt,
  shown,
});

const foundFile = ({ file, namespace, pipeline, contract, runId, checked }: FileFacts): FoundThing => ({
  kind: 'file',
  name: file,
  detail: [contract === '' ? '' : `contract ${contract}`, `${namespace} / ${pipeline}`].filter(Boolean).join(' · '),
  page: `/pipelines/${pathSegment(namespace)}/${pathSegment(pipeline)}/runs/${pathSegment(runId)}`,
  at: checked.checkedAt,
  shown: { id: checked.result, ...checkResultWords[checked.result] },
});
