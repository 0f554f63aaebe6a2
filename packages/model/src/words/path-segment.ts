/** Browsers and `fetch` take these for steps between folders, in an address also when they are written as `%2E`. */
const step = /^(?:\.|%(?:25)*2E){1,2}$/u;
const written = /^(?:%(?:25)*2E){1,2}$/u;

/** A name as a part of an address, encoded; `.` and `..` twice, as nothing else reaches the server. */
export const pathSegment = (name: string): string => encodeURIComponent(writtenSegment(name));

/** The name for what encodes it once more itself. */
export const writtenSegment = (name: string): string =>
  step.test(name) ? name.replaceAll('%', '%25').replaceAll('.', '%2E') : name;

/** The name that a part of an address stands for, decoded once. */
export const readSegment = (decoded: string): string => (written.test(decoded) ? decodeURIComponent(decoded) : decoded);
