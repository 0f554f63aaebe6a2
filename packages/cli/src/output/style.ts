import { styleText } from 'node:util';
import { type RunState, type Severity, type ShownState, shownStateWords } from '@sightglass/model';

type Format = Parameters<typeof styleText>[0];

/** Styles for one stream: plain when it is no terminal or NO_COLOR is set. */
export interface Style {
  readonly paint: (format: Format, text: string) => string;
  readonly state: (state: RunState) => string;
  /** A state as pages show it, in their words. */
  readonly shown: (state: ShownState, word?: string) => string;
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
/** Of what succeeded, but is not as good as that. */
const doubtfulFormat = (state: ShownState): Format => (state === 'rejected' ? 'red' : 'yellow');
const isRunState = (state: ShownState): state is RunState => state in stateFormats;

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
    state: (state) => paint(stateFormats[state], `${stateMarks[state]} ${state}`),
    shown: (state, word = shownStateWords[state]) =>
      isRunState(state)
        ? paint(stateFormats[state], `${stateMarks[state]} ${word}`)
        : paint(doubtfulFormat(state), `▲ ${word}`),
    severity: (severity) => paint(severityFormats[severity], severity.padEnd(8)),
  };
};
