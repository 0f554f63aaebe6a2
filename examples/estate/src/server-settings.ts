import { simulatedEnvironment } from '@sightglass/model';
import { auditTableName } from './audit-table/table.ts';
import { company, scheduleOf } from './catalogue/company.ts';
import type { EstatePipeline } from './catalogue/types.ts';

/** Settings of the server, as its file has them, for what the estate's programs cannot say themselves. */
export const serverSettings = (warehouseUrl: string) => ({
  pipelines: company.map(expectedOf),
  spanRules: company.filter(({ kind }) => kind === 'spans').map(ruleOf),
  auditTables: [
    {
      name: 'jobs',
      url: warehouseUrl,
      table: auditTableName,
      namespace: 'finance',
      environment: simulatedEnvironment,
      columns: {
        runId: 'job_run_id',
        pipeline: 'job_name',
        startedAt: 'start_ts',
        finishedAt: 'end_ts',
        state: 'status',
        read: 'rows_in',
        written: 'rows_loaded',
        rejected: 'rows_rejected',
        filtered: 'rows_skipped',
        error: 'error_text',
        host: 'host',
        version: 'version',
      },
      cursor: { column: 'job_run_id' },
      every: '3 s',
    },
  ],
});

/** Programs that have the SDK or send events by hand declare their times themselves. */
const expectedOf = (pipeline: EstatePipeline) => {
  const { namespace, name, kind, owner, criticality, deadline, dependsOn, holidays } = pipeline;
  const isDeclared = kind === 'sdk' || kind === 'by-hand';
  const schedule = scheduleOf(pipeline);
  return {
    namespace,
    name,
    owner,
    criticality,
    ...(dependsOn !== undefined && { dependsOn: [...dependsOn] }),
    ...(holidays !== undefined && { calendar: { days: 'business' as const, holidays: [...holidays] } }),
    ...(!isDeclared && schedule !== undefined && { schedule }),
    ...(!isDeclared && deadline !== undefined && { deadline }),
  };
};

const ruleOf = ({ namespace, name, service, stages }: EstatePipeline) => ({
  service,
  rootSpan: 'job *',
  pipeline: name,
  namespace,
  stages: stages.map((stage) => ({ span: stage.name })),
});
