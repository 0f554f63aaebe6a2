import { styleText } from 'node:util';
import type { RunState, Severity, Shown, ShownState, Tone } from '@sightglass/model';

type Format = Parameters<typeof styleText>[0];

/** Styles for one stream: plain when it is no terminal or NO_COLOR is set. */
export interface Style {
  readonly paint: (format: Format, text: string) => string;
  /** A state as every surface shows it. */
  readonly shown: (shown: Shown<ShownState>) => string;
  /** Text in the colour of a tone. */
  readonly toned: (tone: Tone, text: string) => string;
  readonly severity: (severity: Severity) => string;
}

const stateFormats: Record<RunState, Format> = {
  running: 'blue',
  succeeded: 'green',
  failed: 'red',
  aborted: 'yellow',
  lost: 'magenta',
  missed: 'magenta',
};
/** Shapes differ too, so that states survive without colour. */
const stateMarks: Record<RunState, string> = {
  running: '◐',
  succeeded: '●',
  failed: '✕',
  aborted: '■',
  lost: '○',
  missed: '◌',
};
/** What succeeded, but is not as good as that, has a mark of its own. */
const doubtfulMark = '▲';

const isRunState = (state: ShownState): state is RunState => state in stateFormats;

const toneFormats: Record<Tone, Format> = { fluid: 'green', bad: 'red', warn: 'yellow', aside: 'yellow' };

const severityFormats: Record<Severity, Format> = {
  DEBUG: 'gray',
  INFO: 'blue',
  WARN: 'yellow',
  ERROR: 'red',
  CRITICAL: ['red', 'bold'],
};

export const createStyle = (stream: NodeJS.WriteStream): Style => {
  const paint = (format: Format, text: string): string => styleText(format, text, { stream });
  return {
    paint,
    shown: ({ id, word, tone }) =>
      isRunState(id)
        ? paint(stateFormats[id], `${stateMarks[id]} ${word}`)
        : paint(toneFormats[tone], `${doubtfulMark} ${word}`),
    toned: (tone, text) => paint(toneFormats[tone], text),
    severity: (severity) => paint(severityFormats[severity], severity.padEnd(8)),
  };
};
