/** A time as PostgreSQL writes it: `2026-02-28 00:00:00.5+00`. JavaScript reads that form by guess: year 20 is none to it, and year 99 is 1999. Pure. */
export const instantOfText = (text: string): Date => {
  const [, date = '', time = '', offset = ''] =
    /^(\d{4}-\d{2}-\d{2}) ([\d:.]+)([+-]\d{2}(?::\d{2})?)$/.exec(text) ?? [];
  return date === '' ? new Date(text) : new Date(`${date}T${time}${offset.length === 3 ? `${offset}:00` : offset}`);
};
