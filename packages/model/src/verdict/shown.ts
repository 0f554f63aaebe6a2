/** The role that colours a state: good, bad, a warning, or set aside. */
export const tones = ['fluid', 'bad', 'warn', 'aside'] as const;
export type Tone = (typeof tones)[number];

/** A state as every surface shows it. */
export interface Shown<Id extends string = string> {
  readonly id: Id;
  readonly word: string;
  readonly tone: Tone;
}

/** Whether the data can be used, or the thing is healthy, and how a person reads it. */
export interface Verdict<Id extends string = string> {
  readonly id: Id;
  readonly words: string;
}
