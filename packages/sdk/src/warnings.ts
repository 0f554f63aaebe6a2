/** One line on standard error; never raises. */
export const warn = (text: string): void => {
  try {
    process.stderr.write(`sightglass: ${text}\n`);
  } catch {
    // Standard error is closed: there is nowhere left to write.
  }
};

const shown = new Set<string>();

/** Says a trouble with `topic` the first time only; topics are few. */
export const warnOnce = (topic: string, text: string): void => {
  if (shown.has(topic)) return;
  shown.add(topic);
  warn(text);
};
