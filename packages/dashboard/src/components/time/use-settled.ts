import { useEffect, useState } from 'react';

/** The value once it has not changed for so long: nothing is read for each letter that is typed. */
export const useSettled = <Value>(value: Value, quietMs: number): Value => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), quietMs);
    return () => clearTimeout(timer);
  }, [value, quietMs]);
  return settled;
};
