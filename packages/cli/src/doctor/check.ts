export interface CheckResult {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do, unless it is ok; one thing a line. */
  readonly advice?: string;
}

export const ok = (name: string, found: string): CheckResult => ({ name, state: 'ok', found });
export const warn = (name: string, found: string, advice: string): CheckResult => ({
  name,
  state: 'warn',
  found,
  advice,
});
export const fail = (name: string, found: string, advice: string): CheckResult => ({
  name,
  state: 'fail',
  found,
  advice,
});
