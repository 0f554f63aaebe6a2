import { useEffect, useRef, useState } from 'react';

/** What is being typed, until it is sent; an address that changes by itself (Back, a link) wins over it. */
export const useTyped = (inAddress: string | undefined, onSend: (text: string) => void) => {
  const given = inAddress ?? '';
  const [typed, setTyped] = useState(given);
  const sent = useRef(given);
  useEffect(() => {
    if (given === sent.current) return;
    sent.current = given;
    setTyped(given);
  }, [given]);
  const send = () => {
    sent.current = typed.trim();
    onSend(typed.trim());
  };
  return { typed, setTyped, send };
};
