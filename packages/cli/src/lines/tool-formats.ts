import { line, postgresLevel, whole, type LineFormat } from './line-format.ts';

const oracleCode = String.raw`(?:ORA|PLS|TNS|SP2|RMAN|IMP|EXP|UDE|UDI|KUP|LRM|OCI|LPX|DRG|NID|SQL\*Loader)-\d{2,5}: `;
const detail = /^(?:LINE \d+|DETAIL|HINT|CONTEXT|QUERY|STATEMENT|LOCATION): |^(?:DETAIL|HINT|TIPP|ZEILE)/;
const goFrame =
  /^(?:goroutine \d|\[signal |\[originating |created by |runtime stack:|panic: |\.\.\.|[\w./*()[\]{}·$%~-]+\(.*\)$)/;

/** Lines that show who printed them: databases and their tools, exceptions that nobody caught, warnings, programs. */
export const toolFormats: readonly LineFormat[] = [
  // Lines of databases and their tools
  whole('psql', String.raw`psql:.{1,300}?:\d+: ${postgresLevel}: +`, 'psql:load.sql:12: ERROR:  boom', {
    continuedBy: detail,
  }),
  line('PostgreSQL', String.raw`${postgresLevel}:  `, 'WARNING:  slow', { continuedBy: detail }),
  whole(
    'SQL Server message',
    String.raw`(?:Msg \d+|HResult 0x[0-9A-Fa-f]+), Level (?<sqlLevel>\d+), State \d+`,
    'Msg 2627, Level 14, State 1, Server WH1, Line 4',
    { nextLines: 1 },
  ),
  whole(
    'ODBC warning',
    String.raw`(?:SQLState = 01\w{3}, |Warning = \[|Error = .{0,200}\]Warning: )`,
    'SQLState = 01000, NativeError = 5701',
    {
      severity: 'WARN',
      continuedBy: /^(?:Error|Warning) = /,
    },
  ),
  whole(
    'ODBC error',
    String.raw`(?:SQLState = \w{5}, NativeError = |Error = \[)`,
    'SQLState = S0002, NativeError = 208',
    {
      severity: 'ERROR',
      continuedBy: /^(?:Error|Warning) = /,
      softenedBy: /\n(?:Warning = |Error = .{0,200}\]Warning: )/,
    },
  ),
  whole('Oracle success', 'ORA-0{4,5}: ', 'ORA-00000: normal, successful completion', { severity: 'INFO' }),
  whole(
    'Oracle warning',
    String.raw`(?:ORA-(?:28002|28011|24344|39082|31693|39173): |PLW-\d+: |EXP-00091: )`,
    'ORA-28002: the password will expire within 7 days',
    { severity: 'WARN' },
  ),
  whole('Oracle error', oracleCode, 'ORA-00942: table or view does not exist', {
    severity: 'ERROR',
    continuedBy: new RegExp(`^${oracleCode}`),
  }),
  whole('sqlplus', String.raw`ERROR(?: at line \d+)?:$`, 'ERROR at line 1:', {
    severity: 'ERROR',
    nextLines: 1,
    continuedBy: new RegExp(`^${oracleCode}`),
  }),
  whole('mysql', String.raw`ERROR \d{3,5} \([0-9A-Z]{5}\)`, 'ERROR 1146 (42S02) at line 3: Table does not exist', {
    severity: 'ERROR',
  }),
  whole(
    'mysql --show-warnings',
    String.raw`(?<level>Warning|Note|Error) \(Code \d+\): `,
    'Warning (Code 1265): Data truncated',
  ),
  whole('Db2', String.raw`SQL\d{4,5}[NC] +`, 'SQL0204N  "X" is an undefined name.', { severity: 'ERROR' }),
  whole('Db2 warning', String.raw`SQL\d{4,5}W +`, 'SQL0100W  No row was found.', { severity: 'WARN' }),
  whole('SnowSQL', String.raw`\d{6} \([0-9A-Z]{5}\): `, '002003 (42S02): SQL compilation error:', {
    severity: 'ERROR',
  }),
  whole(
    'SQLite',
    String.raw`(?:Parse|Runtime) error(?: near line \d+)?: `,
    'Parse error near line 1: no such table: x',
    {
      severity: 'ERROR',
    },
  ),
  whole(
    'DuckDB',
    '(?:Catalog|Binder|Parser|Conversion|Constraint|Invalid Input|Out of Memory|IO|HTTP|Serialization|Transaction|Not implemented) Error: ',
    'Catalog Error: Table with name x does not exist!',
    { severity: 'ERROR' },
  ),
  whole('Hive', 'FAILED: [A-Z]', 'FAILED: SemanticException line 1:14', { severity: 'ERROR' }),
  whole(
    'SSIS',
    'DTExec: The package execution returned DTSER_FAILURE',
    'DTExec: The package execution returned DTSER_FAILURE (1).',
    { severity: 'ERROR' },
  ),

  whole('SQLcl', 'Error (?:starting at line|at Command Line|report -)', 'Error starting at line : 1 in command -', {
    severity: 'ERROR',
  }),
  whole(
    'dbt',
    '(?:Database|Compilation|Runtime|Parsing|Validation|Dependency) Error(?: in |$)',
    'Database Error in model orders',
    {
      severity: 'ERROR',
    },
  ),

  // Commands of our own: the verdict on a file, with what was broken in the lines below it, and what could not be done
  whole('sightglass check', '✕ Failed {2}', '✕ Failed  orders.csv  3 rows · 1 rejected', { severity: 'ERROR' }),
  whole('sightglass check warning', '! Warning {2}', '! Warning  orders.csv  3 rows · 0 rejected', {
    severity: 'WARN',
  }),
  whole('sightglass', String.raw`sightglass: .{1,2000} \[\w+\]$`, 'sightglass: no such file: orders.csv [ENOENT]', {
    needs: 'sightglass: ',
    severity: 'ERROR',
  }),

  // Exceptions that nobody caught
  whole('Go panic', 'panic: ', 'panic: boom', {
    severity: 'CRITICAL',
    hasStack: true,
    continuedBy: goFrame,
    exceptionType: 'panic',
  }),
  whole('Go fatal error', 'fatal error: ', 'fatal error: all goroutines are asleep - deadlock!', {
    severity: 'CRITICAL',
    hasStack: true,
    continuedBy: goFrame,
  }),
  whole(
    'Rust panic',
    String.raw`thread '.{0,100}'(?: \(\d+\))? panicked at [^'].*:\d+:$`,
    "thread 'main' panicked at src/main.rs:4:5:",
    {
      severity: 'CRITICAL',
      nextLines: 1,
      continuedBy: /^(?:note: |stack backtrace:|Location:)/,
      exceptionType: 'panic',
    },
  ),
  whole(
    'Rust panic before 1.73',
    String.raw`thread '.{0,100}' panicked at '`,
    "thread 'main' panicked at 'boom', src/main.rs:4:5",
    { severity: 'CRITICAL', continuedBy: /^(?:note: |stack backtrace:)/, exceptionType: 'panic' },
  ),
  whole(
    'unhandled exception',
    String.raw`(?:Unhandled exception[.:] |Unhandled Exception: |Exception in thread ")`,
    'Unhandled exception. System.Exception: boom',
    { severity: 'ERROR' },
  ),
  whole(
    'Ruby exception',
    String.raw`\S{1,300}:\d+:in [\x60'][^\x60']*'(?:: (?<message>.*) \((?<type>[A-Z]\w*(?:::\w+)*)\))$`,
    "etl.rb:3:in 'load': boom (RuntimeError)",
    { needs: ':in ', severity: 'ERROR' },
  ),
  whole('Elixir exception', String.raw`\*\* \((?:EXIT|[A-Z][\w.]*)\b[^)]{0,200}\) `, '** (RuntimeError) boom', {
    severity: 'ERROR',
  }),
  whole(
    'exception of a package',
    String.raw`(?:[a-z]\w{0,60}\.){1,12}(?:[A-Z]\w{0,80}[.$]){0,4}[A-Z]\w{0,80}(?:Error|Exception): `,
    'java.lang.OutOfMemoryError: Java heap space',
    { severity: 'ERROR' },
  ),
  line('PHP', String.raw`(?:PHP )?(?:(?:Recoverable )?Fatal|Parse) error: +`, 'PHP Fatal error:  boom', {
    severity: 'CRITICAL',
    continuedBy: /^(?:Stack trace:|#\d+ |thrown in )/,
  }),

  // Warnings and programs that name themselves
  whole(
    'Python warning',
    String.raw`(?:\S| (?!\w+ )){1,300}?:\d+: \w*Warning: `,
    '/srv/etl/frames.py:88: FutureWarning: slow',
    { needs: 'Warning: ', severity: 'WARN' },
  ),
  whole(
    'Node warning',
    String.raw`\(node:\d+\) (?:\[\w+\] )?\w*Warning: `,
    '(node:7) [DEP0040] DeprecationWarning: slow',
    { severity: 'WARN' },
  ),
  line(
    'npm',
    String.raw`npm (?<level>ERR!|error|WARN|warn|notice|info|http|verb|verbose|sill|silly|timing) `,
    'npm ERR! boom',
  ),
  whole(
    'program and level',
    String.raw`(?<logger>[\w.+-]{1,40}): \[?(?<level>[Ee]rror|ERROR|[Ww]arning|WARNING|[Ff]atal|FATAL|[Cc]ritical|panic|notice|info|debug|fatal error)(?:\]|:) `,
    'pg_dump: error: boom',
    { needs: ': ', isWeak: true },
  ),
  whole(
    'mysqldump',
    'mysql(?:dump|import|admin|check|pump)?: (?:Got error|Couldn|connect to server)',
    'mysqldump: Got error: 1045: boom',
    { severity: 'ERROR' },
  ),
  whole('curl', String.raw`curl: \(\d+\) `, 'curl: (7) Failed to connect', { severity: 'ERROR' }),
  whole('rsync', String.raw`rsync(?: error)?: `, 'rsync error: some files could not be transferred (code 23)', {
    severity: 'ERROR',
  }),
  whole(
    'AWS',
    String.raw`An error occurred \(\w+\) when calling `,
    'An error occurred (AccessDenied) when calling the PutObject operation',
    { severity: 'ERROR' },
  ),
  whole(
    'shell',
    String.raw`(?:\S{1,200}: line \d+|(?:/\S{1,100}/)?(?:ba|z|da|k)?sh): .{1,300}: (?:command not found|not found|No such file or directory|Permission denied)$`,
    'sh: 1: psql: not found',
    { needs: ': ', severity: 'ERROR' },
  ),
  whole(
    'killed in a script',
    String.raw`\S{1,200}: line \d+: +\d+ (?:Segmentation fault|Bus error|Aborted|Illegal instruction|Floating point exception|Killed)(?: |$)`,
    'etl.sh: line 3:  7 Killed                  python etl.py',
    { needs: ': line ', severity: 'ERROR' },
  ),
  whole('killed', String.raw`(?:Segmentation fault|Bus error|Aborted|Killed)(?: \(core dumped\))?$`, 'Killed', {
    severity: 'ERROR',
  }),
  whole(
    'file that cannot be used',
    String.raw`[\w.+-]{1,40}: .{1,300}: (?:No such file or directory|Permission denied|No space left on device|Input/output error|Read-only file system|Too many open files)$`,
    'cat: /x: No such file or directory',
    { needs: ': ', severity: 'ERROR' },
  ),
  whole('make', String.raw`g?make(?:\[\d+\])?: \*\*\* `, 'make: *** [Makefile:3: load] Error 1', { severity: 'ERROR' }),
  whole('wget', 'wget: (?:unable|failed|bad)', 'wget: unable to resolve host address', { severity: 'ERROR' }),
  whole('PHP warning', 'PHP (?:Warning|Notice|Deprecated): +', 'PHP Warning:  slow', { severity: 'WARN' }),
  whole('R error', 'Error in .{1,200}(?: : ?|: )', 'Error in load(x) : boom', { severity: 'ERROR' }),
  whole('R warning', 'Warning messages?:$', 'Warning message:', { severity: 'WARN', nextLines: 1 }),
];
