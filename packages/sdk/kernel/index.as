// The inner loops of checks, compiled to WebAssembly (`npm run kernel`). What each does is what the function of the same purpose in
// src/checks does, which stands in for it where there is no WebAssembly and is what it is tested against.
export {
  place, blockAt, startsAt, endsAt, ordinalsAt, rowStartsAt, rowEndsAt, rowLinesAt, malformedAt, isNullAt, valuesAt, hashesAt,
  otherHashesAt, entriesAt, leftRowsAt, foundAt,
} from './layout';
export { scan, endOfQuotedRecords } from './scan';
export { findEmpty, findEntries, hashTexts, lengthRange, measureTexts } from './texts';
export { countBuckets, measure, readIntegers, readNumbers } from './numbers';
export { readInstants } from './instants';
