/** Pages that are followed from top to bottom by walkthrough.process.test.ts. */
export const walkedPages: readonly string[] = [
  ...['python', 'typescript', 'opentelemetry', 'audit-table'].map((reader) => `docs/start/first-run-${reader}.md`),
  'docs/start/install.md',
  ...[
    'alert-on-metrics',
    'cron-airflow-dbt-systemd',
    'find-a-blocker',
    'import-contracts',
    'isolate-an-api',
    'python-logging',
    'schedule-and-deadline',
    'search-logs',
  ].map((guide) => `docs/guides/${guide}.md`),
  ...['backup', 'deploy', 'erase', 'monitor-sightglass', 'troubleshooting'].map((name) => `docs/operate/${name}.md`),
];

const ofSdk = 'packages/sdk/src/docs.process.test.ts';
const ofFiles = 'packages/cli/src/commands/docs-files.process.test.ts';
const ofAuditTables = 'tools/docs/audit-table.process.test.ts';
const ofDatabases = 'tools/docs/databases.process.test.ts';

/** Which test runs the code blocks of other pages, by language. The test names the page. */
export const claims: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docs/guides/audit-table.md': { yaml: ofAuditTables },
  'docs/guides/audit-table-write.md': { yaml: ofAuditTables, ts: ofAuditTables },
  'docs/guides/call-apis.md': { ts: ofSdk },
  'docs/guides/check-files.md': { ts: ofSdk, sh: ofFiles, yaml: ofFiles },
  'docs/guides/exec.md': { python: 'packages/cli/src/commands/exec-python.process.test.ts' },
  'docs/guides/recover-from-database-failures.md': { ts: ofDatabases },
  'docs/guides/slow-pipeline.md': { sh: 'tools/docs/performance-of-a-pipeline.test.ts' },
  'docs/guides/report-datasets.md': { ts: ofSdk },
  'docs/guides/typescript-sdk.md': { ts: ofSdk },
  'docs/guides/watch-databases.md': { ts: ofDatabases, sh: ofDatabases, yaml: ofDatabases },
  'docs/reference/configuration.md': { yaml: 'tools/docs/configuration.test.ts' },
  'docs/reference/contract.md': { yaml: 'tools/docs/contract-fragments.test.ts' },
  'docs/reference/events-and-attributes.md': { sh: 'tools/docs/telemetry-example.process.test.ts' },
};
