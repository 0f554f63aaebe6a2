import {
  type Cause,
  type Finding,
  type Look,
  pipelineSubject,
  type RuleType,
  subjectKey,
} from '@sightglass/model/alerting';
import type { Plans } from '../../../plans/plans.ts';
import { upstreamsOf } from '../../pipelines/plan-view.ts';

/** What one outage shows as in a pipeline: the run that failed, and that its data does not come. */
const ofFailedRun: ReadonlySet<RuleType> = new Set(['failed', 'late', 'outdated']);
/** What a pipeline that waits for another shows. That its own run failed has a reason of its own. */
const ofWaiting: ReadonlySet<RuleType> = new Set(['late', 'outdated', 'missed', 'empty']);

/** Looks of pipelines, with what their trouble may come from: an outage that ended their latest run, and pipelines they depend on. Pure. */
export const withCauses = (
  looks: readonly Look[],
  causes: ReadonlyMap<string, readonly Cause[]>,
  plans: Plans,
): readonly Look[] => looks.map((look) => (look.subject.kind === 'pipeline' ? ofPipeline(look, causes, plans) : look));

const ofPipeline = (look: Look, causes: ReadonlyMap<string, readonly Cause[]>, plans: Plans): Look => {
  const { subject, findings } = look;
  if (findings.every(({ is }) => is !== 'bad')) return look;
  const failed = findings.find(({ what }) => what === 'failed');
  const outages = failed?.is === 'bad' ? (causes.get(`${subject.namespace}/${subject.name}`) ?? []) : [];
  const upstreams = upstreamCauses(look, plans);
  if (outages.length === 0 && upstreams.length === 0) return look;
  return { ...look, findings: findings.map((finding) => causedBy(finding, outages, upstreams)) };
};

const causedBy = (finding: Finding, outages: readonly Cause[], upstreams: readonly Cause[]): Finding =>
  finding.is === 'bad'
    ? {
        ...finding,
        causes: [
          ...finding.causes,
          ...(ofFailedRun.has(finding.what) ? outages : []),
          ...(ofWaiting.has(finding.what) ? upstreams : []),
        ],
      }
    : finding;

const upstreamCauses = ({ subject }: Look, plans: Plans): readonly Cause[] => {
  const entry = plans.of(subject);
  return (entry === undefined ? [] : upstreamsOf(plans, entry)).map(({ namespace, name }) => {
    const upstream = pipelineSubject(namespace, name);
    return { key: subjectKey(upstream), subject: upstream };
  });
};
