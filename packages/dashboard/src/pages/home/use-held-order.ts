import { useState } from 'react';
import { inHeldOrder } from './held-order.ts';

/** Rows keep their places while the pointer or the focus is among them: nobody presses what has just moved there. */
export const useHeldOrder = <Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string) => {
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const hold = () => setHeld((before) => before ?? things.map(keyOf));
  return {
    shown: inHeldOrder(things, keyOf, held),
    holding: {
      onPointerEnter: hold,
      onFocus: hold,
      onPointerLeave: ({ currentTarget }: React.PointerEvent<HTMLElement>) => {
        if (!currentTarget.contains(document.activeElement)) setHeld(null);
      },
      onBlur: ({ currentTarget, relatedTarget }: React.FocusEvent<HTMLElement>) => {
        const isStillIn = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
        if (!isStillIn && !currentTarget.matches(':hover')) setHeld(null);
      },
    },
  };
};
