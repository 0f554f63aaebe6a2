/** A figure of a run that is worse than usual; as `regression` of the API. */
export interface WorseFigure {
  readonly stage: string | null;
  readonly figure: 'duration' | 'cpuTime' | 'peakRss' | 'retries';
  readonly usual: number;
  readonly latest: number;
  readonly times: number | null;
  readonly rowsTimes: number | null;
}

export interface FigureFormats {
  readonly duration: (ms: number) => string;
  readonly bytes: (bytes: number) => string;
  readonly count: (count: number) => string;
}

/** Rows that differ by less are no explanation. */
const notableRows = 1.2;

/** `load took 12 s, usually 5 s (2.4 ×), with 2.1 × the rows`. */
export const regressionWords = (worse: WorseFigure, formats: FigureFormats): string => {
  const { stage, times, rowsTimes } = worse;
  const [latestWords, usual] = figureWords(worse, formats);
  const size = times === null ? '' : ` (${round(times)} ×)`;
  const rows = rowsTimes !== null && rowsTimes >= notableRows ? `, with ${round(rowsTimes)} × the rows` : '';
  return `${stage ?? 'the run'} ${latestWords}, usually ${usual}${size}${rows}`;
};

const figureWords = (
  { figure, latest, usual }: WorseFigure,
  { duration, bytes, count }: FigureFormats,
): [string, string] => {
  switch (figure) {
    case 'duration':
      return [`took ${duration(latest)}`, duration(usual)];
    case 'cpuTime':
      return [`used ${duration(latest)} of CPU`, duration(usual)];
    case 'peakRss':
      return [`needed ${bytes(latest)} of memory`, bytes(usual)];
    case 'retries':
      return [`tried ${count(latest)} times again`, count(usual)];
  }
};

const round = (times: number): string => (times >= 10 ? `${Math.round(times)}` : times.toFixed(1));
