import { at, levelInAnyCase, levelWord, loggerName, postgresLevel, type LineFormat } from './line-format.ts';

/** Of Serilog and zerolog. */
const shortLevel = '(?<level>VRB|TRC|DBG|INF|WRN|ERR|FTL|PNC)';

const ofSamePostgresProcess =
  /^[^\n[]{10,60}\[(\d+)\][^\n]*\n\d{4}-[^\n[]{6,56}\[\1\][^:\n]{0,100}? ?(?:DETAIL|HINT|CONTEXT|QUERY|STATEMENT|LOCATION|BACKTRACE): /;

/** Lines that begin with a time; from the most to the least specific. */
export const timedFormats: readonly LineFormat[] = [
  // A date and a time, then:
  at(
    'time',
    'airflow 2',
    String.raw`(?: [+-]\d{4})?\](?: \w+){0,2} \{{1,2}[^}]{1,200}\}{1,2} ${levelWord} - `,
    '[2026-05-01, 10:00:00 UTC] {task.py:12} ERROR - boom',
  ),
  at('time', 'gunicorn', String.raw`\] \[\d+\] \[${levelWord}\] `, '[2026-05-01 10:00:00 +0000] [7] [ERROR] boom'),
  at('time', 'celery', String.raw`: ${levelWord}/[^\]]{1,100}\] `, '[2026-05-01 10:00:00,123: ERROR/MainProcess] boom'),
  at(
    'time',
    'Rust env_logger',
    String.raw` +${levelWord} +(?<logger>[\w:.-]{1,200})\] `,
    '[2026-05-01T10:00:00Z WARN  etl::load] slow',
  ),
  at(
    'time',
    'Monolog',
    String.raw`\] (?<logger>[\w-]{1,100})\.${levelWord}: `,
    '[2026-05-01T10:00:00.123456+02:00] etl.ERROR: boom',
  ),
  at(
    'time',
    'python dashes',
    String.raw` - ${loggerName} - ${levelWord} - `,
    '2026-05-01 10:00:00,123 - etl - ERROR - boom',
  ),
  at(
    'time',
    'loguru',
    String.raw` \| ${levelWord} +\| ${loggerName} - `,
    '2026-05-01 10:00:00.123 | WARNING  | etl:load:12 - slow',
  ),
  at(
    'time',
    'spring',
    String.raw` +${levelWord} +\d+ --- (?:\[[^\]]{0,100}\] ){1,3}${loggerName} *: `,
    '2026-05-01 10:00:00.123  INFO 7 --- [main] c.e.Etl : go',
  ),
  at(
    'time',
    'log4j thread first',
    String.raw` \[[^\]]{1,100}\] ${levelWord} +${loggerName} - `,
    '2026-05-01 10:00:00,123 [main] ERROR com.example.Etl - boom',
  ),
  at(
    'time',
    'log4j level first',
    String.raw` ${levelWord} +\[[^\]]{1,100}\] ${loggerName} - `,
    '2026-05-01 10:00:00,123 ERROR [main] com.example.Etl - boom',
  ),
  at(
    'time',
    'PostgreSQL server',
    String.raw`(?: [A-Z]{2,5})? \[\d+\][^:]{0,100}? ?${postgresLevel}: +`,
    '2026-05-01 10:00:00.123 CET [7] etl@shop ERROR:  boom',
    { continuedByPair: ofSamePostgresProcess },
  ),
  at(
    'time',
    'MySQL server',
    String.raw` +\d+ \[(?<level>Note|Warning|ERROR|System|Error)\] `,
    '2026-05-01T10:00:00.123456Z 0 [Warning] slow',
  ),
  at(
    'time',
    'ClickHouse',
    String.raw` \[ ?\d+ ?\](?: \{[^}]{0,100}\})? <(?<level>\w+)> (?<logger>[^:]{1,100}): `,
    '2026.05.01 10:00:00.123456 [ 7 ] {} <Error> Loader: boom',
  ),
  at('time', 'Spark', String.raw` ${levelWord} ${loggerName}: `, '26/05/01 10:00:00 WARN TaskSetManager: lost', {
    isWeak: true,
  }),
  at(
    'time',
    'time level logger',
    String.raw` +${levelWord} +(?:[\w-]+\{[^}]{0,300}\}:)*(?: ?)(?<logger>[\w.:-]{1,200}): `,
    '2026-05-01T10:00:00.123456Z  WARN load{day=1}: etl::load: slow',
    { isWeak: true },
  ),
  at(
    'time',
    'structlog',
    String.raw`\]? +\[(?<level>[a-z]{3,9}) *\] +(?:\[[\w.-]{1,100}\]: )?`,
    '2026-05-01 10:00:00 [warning  ] slow',
  ),
  at(
    'time',
    'time level',
    String.raw`\]?[ \t:|-]+\[?${levelWord} *\]?[\t :|-]+`,
    '[2026-05-01 10:00:00] [ERROR] boom',
    {
      isWeak: true,
    },
  ),
  at('time', 'time level colon', String.raw`\]? +\[?${levelInAnyCase}\]?: +`, '2026-05-01 10:00:00 error: boom', {
    isWeak: true,
  }),

  at('time', 'Serilog', String.raw` \[?${shortLevel}\]? `, '2026-05-01 10:00:00.123 +02:00 [WRN] slow'),

  // A time of day, then:
  at(
    'clock',
    'logback default',
    String.raw` \[[^\]]{1,100}\] ${levelWord} +${loggerName} - `,
    '10:00:00.123 [main] WARN  com.example.Etl - slow',
  ),
  at(
    'clock',
    'dbt debug',
    String.raw` \[(?<level>[a-z]{3,9}) *\] \[[^\]]{1,100}\]: `,
    '10:00:00.123456 [error] [MainThread]: boom',
  ),
  at(
    'clock',
    'Prefect',
    String.raw` \| ${levelWord} +\| (?<logger>[^|]{1,200}?) - `,
    "10:00:00.123 | ERROR   | Flow run 'etl' - boom",
  ),
  at(
    'clock',
    'dbt step',
    String.raw` +\d+ of \d+ (?:ERROR|FAIL)\b`,
    '10:00:00  1 of 3 ERROR creating sql table model shop.orders',
    { severity: 'ERROR', isWhole: true },
  ),
  at(
    'clock',
    'dbt step with warning',
    String.raw` +\d+ of \d+ (?:WARN|SKIP)\b`,
    '10:00:00  1 of 3 WARN 5 not_null_orders_id',
    { severity: 'WARN', isWhole: true },
  ),
  at(
    'clock',
    'dbt error',
    String.raw` +(?:(?:Database|Compilation|Runtime|Parsing|Validation|Dependency|Internal|Env Var) Error\b|Failure in |Error in |Encountered an error|Completed with [1-9]\d* errors?\b)`,
    '10:00:00  Database Error in model orders',
    { severity: 'ERROR', isWhole: true },
  ),
  at(
    'clock',
    'dbt warning',
    String.raw` +(?:Warning in |\[WARNING\]|Completed with 0 errors?(?:, 0 partial successes,?)? and [1-9])`,
    '10:00:00  Warning in test not_null_orders_id',
    { severity: 'WARN', isWhole: true },
  ),
  at('clock', 'clock level', String.raw`\]? +\[?${levelWord} *\]?[\t :|-]+`, '10:00:00 ERROR boom', { isWeak: true }),
  at('clock', 'clock level in brackets', String.raw`\]? +\[(?<level>[a-z]{3,9}) *\] +`, '10:00:00 [warning  ] slow'),
  at('clock', 'Serilog on a console', String.raw` ${shortLevel}\] `, '[10:00:00 ERR] boom'),
];
