const monthDays = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** The calendar repeats after so many. */
const cycleYears = 400;
const cycleDays = 146_097;

/** Days since 1970 (Hinnant, days_from_civil), in whole numbers, which divide faster; NaN when there is no such day. */
export const daysOf = (year: number, month: number, day: number): number => {
  if (year < 1 || month < 1 || month > 12 || day < 1) return Number.NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > monthDays[month]! + (month === 2 && isLeap ? 1 : 0)) return Number.NaN;
  const shifted = year + cycleYears - (month <= 2 ? 1 : 0);
  const era = (shifted / cycleYears) | 0;
  const yearOfEra = shifted - era * cycleYears;
  const dayOfYear = (((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + dayOfYear;
  return (era - 1) * cycleDays + dayOfEra - 719_468;
};
