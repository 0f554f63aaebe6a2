import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { readHomeSearch } from './home-search.ts';

/** The words pipelines are filtered by. The address holds them, so that they are there again on the way back. */
export const useFilter = (): readonly [words: string, type: (words: string) => void] => {
  const { filter: inAddress = '' } = useSearch({ from: '/', select: readHomeSearch });
  const navigate = useNavigate({ from: '/' });
  const [words, setWords] = useState(inAddress);
  // The address follows what is typed, later than the next key may come.
  const own = useRef<string[]>([]);
  useEffect(() => {
    const at = own.current.lastIndexOf(inAddress);
    if (at === -1) setWords(inAddress);
    own.current = own.current.slice(at + 1);
  }, [inAddress]);
  const type = (next: string) => {
    setWords(next);
    own.current.push(next);
    void navigate({ search: next === '' ? {} : { filter: next }, replace: true, resetScroll: false });
  };
  return [words, type];
};
