import type { ApiDetail } from '@sightglass/model/rest';
import { countOf } from '../format/number.ts';
import { pipelineNames } from './pipeline-names.ts';

type Caller = ApiDetail['callers'][number];

const mostNamed = 6;

/** Whom isolating an API holds back, of the pipelines that called it in the time that is looked at. */
export const sayObedience = (callers: readonly Caller[]): string => {
  if (callers.length === 0) return 'No pipeline has called it in the time you look at.';
  const deaf = callers.filter(({ sharesBreaker }) => !sharesBreaker);
  const names = pipelineNames(callers);
  if (deaf.length === 0) return `${sayObeying(callers)}: ${sayNames(callers.map(names))}.`;
  return `${sayObeying(callers)}. ${sayNames(deaf.map(names))} ${deaf.length === 1 ? 'goes' : 'go'} on calling.`;
};

/** `2 of 3 pipelines that called it share its breaker`. */
const sayObeying = (callers: readonly Caller[]): string => {
  const obeying = callers.filter(({ sharesBreaker }) => sharesBreaker).length;
  const all = callers.length;
  if (all === 1) return `The only pipeline that called it ${obeying === 1 ? 'shares' : 'does not share'} its breaker`;
  if (obeying === all) return `All ${countOf(all, 'pipeline')} that called it share its breaker`;
  const some = obeying === 0 ? 'None' : String(obeying);
  return `${some} of ${countOf(all, 'pipeline')} that called it ${obeying > 1 ? 'share' : 'shares'} its breaker`;
};

/** `, but flights goes on calling`; nothing when all obey. */
export const sayDeaf = (callers: readonly Caller[]): string => {
  const deaf = callers.filter(({ sharesBreaker }) => !sharesBreaker);
  const [only] = deaf;
  if (only === undefined) return '';
  return deaf.length === 1
    ? `, but ${pipelineNames(callers)(only)} goes on calling`
    : `, but ${deaf.length} of ${countOf(callers.length, 'pipeline')} go on calling`;
};

const sayNames = (names: readonly string[]): string => {
  const named = names.slice(0, mostNamed);
  const more = names.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${countOf(more, 'more pipeline')}`;
  const last = named.pop() ?? '';
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`;
};
