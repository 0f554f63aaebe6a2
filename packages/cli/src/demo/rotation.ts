export interface DemoRun {
  readonly kind: 'flights' | 'python';
  readonly scenario: string;
  readonly day: string;
  readonly rowsPerSecond: number;
  readonly story: string;
  /** What is printed before it starts, where its messages come before the line of its end. */
  readonly notice: string | undefined;
  /** Whether failing is what this one is there to show. */
  readonly mayFail: boolean;
}

const python = 'python';
/**
 * Mostly good days; each trouble comes round in its turn. The Python twin reads the drop of the run before it, and asks the API as
 * that one left it, which is why it never follows trouble with the API.
 */
const turns = [
  'normal',
  'dirty-file',
  python,
  'normal',
  'db-down',
  'normal',
  'api-slow',
  'normal',
  python,
  'db-lock',
  'normal',
  'api-down',
  'normal',
  python,
  'silent-stop',
  'normal',
  'memory-leak',
] as const;

const stories: Record<(typeof turns)[number], string> = {
  normal: 'a good day',
  'dirty-file': 'bad, repeated and unknown lines in the file',
  'api-slow': 'the airports API is slow',
  'api-down': 'the airports API is down',
  'db-lock': 'somebody holds a lock on the table',
  'db-down': 'the warehouse crashes during the load',
  'memory-leak': 'memory is not given back',
  'silent-stop': 'the process is killed and sends nothing more',
  python: 'the same in Python, under sightglass exec',
};

const notices: Partial<Record<(typeof turns)[number], string>> = {
  'db-down': 'the warehouse will crash in this run, on purpose, and come back by itself: messages about it follow',
};

const firstDay = Date.UTC(2001, 0, 3);
const days = 170;
const quickRuns = 4;

/** The run with this number, from 0. The first ones hurry, so that there is soon something to see. */
export const demoRun = (index: number, hasPython: boolean): DemoRun => {
  const due = turns[index % turns.length] ?? 'normal';
  const turn = due === python && !hasPython ? 'normal' : due;
  return {
    kind: turn === python ? python : 'flights',
    scenario: turn,
    day: dayOf(due === python ? index - 1 : index),
    rowsPerSecond: index < quickRuns ? 12_000 : 4_000,
    story: stories[turn],
    notice: notices[turn],
    mayFail: turn === 'db-down' || turn === 'silent-stop',
  };
};

const dayOf = (index: number): string => new Date(firstDay + (index % days) * 864e5).toISOString().slice(0, 10);
