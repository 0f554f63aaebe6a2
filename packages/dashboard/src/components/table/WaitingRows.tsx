interface Props {
  readonly waiting: number;
  readonly onShow: () => void;
  /** What waits: `3 new runs: show`. */
  readonly children: React.ReactNode;
}

/** Above a list whose rows stay where they are while somebody is in it: what waits to be shown. */
export const WaitingRows = ({ waiting, onShow, children }: Props) => (
  <p role="status" className="relative z-2 h-0">
    {waiting === 0 ? null : (
      <button type="button" className="control sticky top-2 -translate-y-7 text-fluid" onClick={onShow}>
        {children}
      </button>
    )}
  </p>
);
