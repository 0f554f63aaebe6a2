import { levelInAnyCase, levelWord, line, whole, type LineFormat } from './line-format.ts';
import { timedFormats } from './timed-formats.ts';
import { toolFormats } from './tool-formats.ts';

const levelFormats: readonly LineFormat[] = [
  line('python default', String.raw`${levelWord}:(?<logger>[\w.-]{1,200}):`, 'WARNING:etl.load:slow'),
  line(
    '.NET console',
    String.raw`(?<level>trce|dbug|info|warn|fail|crit): (?<logger>[\w.+\x60<>-]{1,200})\[\d+\] ?`,
    'fail: Etl.Load[0] boom',
  ),
  line(
    'singer',
    String.raw`(?:time=.{10,40}? )?name=(?<logger>\S+) level=${levelWord} message=`,
    'time=2026-05-01 10:00:00 name=tap level=ERROR message=boom',
  ),
  line(
    'syslog',
    String.raw`<(?<priority>\d{1,3})>1 (?<time>\S+) \S+ (?<logger>\S+) \S+ \S+ (?:-|\[[^\]]{0,500}\]) ?`,
    '<11>1 2026-05-01T10:00:00.123Z host app 7 - - boom',
  ),
  line('syslog short', String.raw`<(?<priority>\d{1,3})>`, '<11>boom'),
  line(
    'glog',
    String.raw`(?<letter>[IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ (?<logger>[^\]]{1,200})\] `,
    'E0501 10:00:00.123456   7 load.cc:12] boom',
  ),
  line(
    'syslog of BSD',
    String.raw`(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) \S{1,100} (?<logger>[\w./-]{1,100})(?:\[\d+\])?: \[?${levelInAnyCase}\]?[ :]+`,
    'May  1 10:00:00 host etl[7]: ERROR: boom',
    { isWeak: true },
  ),
  whole(
    'time of the USA',
    String.raw`\d{1,2}/\d{1,2}/\d{4},? \d{1,2}:\d\d:\d\d(?:[.,]\d{1,6})?(?: [AP]M)?[ \t:|-]+\[?${levelWord} *\]?[ \t:|-]+`,
    '05/01/2026 10:00:00 AM ERROR boom',
    { isWeak: true },
  ),
  whole(
    'Tomcat',
    String.raw`\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d\.\d{3} (?<level>[A-Z]{4,7}) \[`,
    '01-May-2026 10:00:00.123 SEVERE [main] org.example.Etl.load boom',
  ),
  line(
    'Ruby Logger',
    String.raw`[DIWEFA], \[(?<time>\S{10,40}) #\d+\] +${levelWord} -- (?<logger>[^:]{0,100}): `,
    'E, [2026-05-01T10:00:00.123456 #7] ERROR -- etl: boom',
  ),
  line('Azure Pipelines', String.raw`##\[(?<level>error|warning|debug)\]`, '##[error]boom'),
  whole(
    'Azure Pipelines issue',
    String.raw`##vso\[task\.logissue (?:[^\]]{0,500};)?type=(?<level>error|warning)[;\]]`,
    '##vso[task.logissue type=warning;sourcepath=etl.py]slow',
  ),
  line('GitHub Actions', '::(?<level>error|warning|notice|debug)::', '::error::boom'),
  whole(
    'GitHub Actions with a place',
    '::(?<level>error|warning|notice) .{0,500}?::',
    '::error file=etl.py,line=3::boom',
  ),
  line('level in brackets', String.raw`\[${levelInAnyCase} *\][ :-]+`, '[warn] slow', { isWeak: true }),
  line('level and colon', `${levelInAnyCase}: +`, 'error: boom', { isWeak: true }),
  line('level', String.raw`${levelWord}[ \t|-]+`, 'ERROR boom', { isWeak: true }),
  line('padded level', String.raw` +${levelWord}[ \t:|>-]+`, ' INFO go', { isWeak: true }),
];

/** The first that matches is taken. A new tool is a new row; its example is its test. */
export const lineFormats: readonly LineFormat[] = [...timedFormats, ...toolFormats, ...levelFormats];

/** What follows a level that is none: `ERROR rows: 0`, `Error: none`, `Warning: no errors`. */
export const nothingFound =
  /^(?:(?:rows?|records?|lines?|counts?|rates?|totals?|messages?|files?|errors?|events?|batches|tables?)\b[ \w]{0,20}[:=] ?(?:0(?:\.0+)?%?|none|no|nil|n\/a)|(?:0(?:\.0+)?%?|none|nil|n\/a|no (?:errors?|warnings?|problems?|issues?)(?: found)?))\s*\.?$/i;
