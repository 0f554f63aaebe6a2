import { useNavigate } from '@tanstack/react-router';

interface Times {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Makes a time that of the page, in its address: Back returns to the one before. What else narrows the page stays. */
export const useChooseRange = (): ((times: Times) => void) => {
  const navigate = useNavigate();
  return (times) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, last: undefined, ...rangeIn(times) })) as never,
      resetScroll: false,
    });
};

/** `from` and `to` as an address holds them. */
export const rangeIn = ({ fromMs, toMs }: Times): { readonly from: string; readonly to: string } => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
