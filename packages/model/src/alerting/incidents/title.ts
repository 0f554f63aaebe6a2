import { countOf } from '../../words/count.ts';
import { type Sentence, sentenceOf } from '../../words/sentence.ts';
import type { Alert } from '../alert.ts';
import type { Cause } from '../look.ts';
import { type Subject, subjectKey } from '../subject.ts';
import type { Incident } from './incident.ts';
import { pipelinesOf } from './severity.ts';

/** What an incident is called and said of it, made of its alerts in trouble. */
export interface Named {
  readonly title: string;
  readonly sentence: Sentence;
}

const isAbout =
  (root: Subject) =>
  ({ subject }: Cause): boolean =>
    root.kind !== 'pipeline' && subject !== null && subjectKey(subject) === subjectKey(root);

/** `orders failed at load`, `warehouse is down; 12 pipelines are in trouble`. The alert of its root leads, then the oldest. */
export const namedBy = ({ root, causeKey }: Pick<Incident, 'root' | 'causeKey'>, alerts: readonly Alert[]): Named => {
  const pipelines = pipelinesOf(alerts).length;
  if (causeKey !== '') {
    const words = `${causeKey} (not watched): ${countOf(pipelines, 'pipeline')} in trouble`;
    return { title: words, sentence: [`Probably ${words}.`] };
  }
  const ofRoot = alerts.find(({ subject }) => subject.kind === root.kind && subject.name === root.name);
  const suspected =
    ofRoot === undefined ? alerts.flatMap(({ trouble }) => trouble.causes).find(isAbout(root)) : undefined;
  if (suspected !== undefined) {
    const words = `${suspected.key}: ${countOf(pipelines, 'pipeline')} in trouble`;
    return { title: words, sentence: [`Probably ${words}, and what ended a run of each names it.`] };
  }
  const lead = ofRoot ?? alerts[0];
  if (lead === undefined) return { title: root.name, sentence: [`${root.name} was in trouble.`] };
  const others = pipelines - (lead.subject.kind === 'pipeline' ? 1 : 0);
  const more =
    others === 0 ? '' : `; ${countOf(others, `${lead.subject.kind === 'pipeline' ? 'more ' : ''}pipeline`)} with it`;
  return {
    title: `${lead.subject.name} ${lead.trouble.words}${more}`,
    sentence:
      others === 0
        ? lead.trouble.sentence
        : sentenceOf(lead.trouble.sentence, ` ${countOf(others, 'pipeline')} in trouble with it.`),
  };
};
