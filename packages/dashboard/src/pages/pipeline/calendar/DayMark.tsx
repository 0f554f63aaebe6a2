import type { DayState } from '@sightglass/model';

interface Shape {
  readonly solid?: string;
  readonly outline?: string;
  readonly dash?: string;
  /** On top of what is solid. */
  readonly sign?: string;
  readonly role: string;
}

const square = 'M1 1H15V15H1Z';
const ring = 'M8 2.5A5.5 5.5 0 1 1 7.99 2.5Z';

/** Told apart by shape as well as by colour. */
const shapes: Readonly<Record<DayState, Shape>> = {
  failed: { solid: square, sign: 'M5 5L11 11M11 5L5 11', role: 'bad' },
  missed: { outline: square, sign: 'M8 4V8H11', role: 'bad' },
  lost: { outline: ring, dash: '1.5 2', role: 'warn' },
  doubtful: { solid: 'M8 2L15 14H1Z', role: 'warn' },
  unknown: { outline: square, dash: '2 2', sign: 'M6 6.5A2 2 0 1 1 8 8.5V10M8 11.6V12.4', role: 'warn' },
  aborted: { outline: 'M4 4H12V12H4Z', role: 'aside' },
  running: { outline: square, solid: 'M1 8H15V15H1Z', role: 'fluid' },
  succeeded: { solid: square, role: 'liquid' },
  none: { solid: 'M7 7H9V9H7Z', role: 'edge' },
  before: { role: 'line' },
  'not-kept': { outline: 'M2 14L14 2M2 8L8 2M8 14L14 8', role: 'line' },
};

/** A day of the calendar, as it was. */
export const DayMark = ({ id, size }: { id: DayState; size: number }) => {
  const { solid, outline, dash, sign, role } = shapes[id];
  const color = `var(--${role})`;
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" className="block">
      {solid === undefined ? null : <path d={solid} fill={color} />}
      {outline === undefined ? null : (
        <path d={outline} fill="none" stroke={color} strokeWidth="1.5" strokeDasharray={dash} />
      )}
      {sign === undefined ? null : (
        <path d={sign} fill="none" stroke={solid === undefined ? color : 'var(--paper)'} strokeWidth="1.75" />
      )}
    </svg>
  );
};
