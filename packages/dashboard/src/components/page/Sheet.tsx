interface Props {
  readonly dialog: React.RefObject<HTMLDialogElement | null>;
  readonly label: string;
  readonly className?: string;
  readonly onClose?: () => void;
  readonly children: React.ReactNode;
}

/** A sheet over the page; closes on Escape and on a press beside it. */
export const Sheet = ({ dialog, label, className = '', onClose, children }: Props) => (
  <dialog
    ref={dialog}
    aria-label={label}
    onClose={onClose}
    onClick={(event) => {
      if (event.target === event.currentTarget) event.currentTarget.close();
    }}
    className={`mt-[12vh] max-h-[72vh] w-[min(640px,calc(100vw-32px))] rounded-control border border-edge bg-raised p-0 outline-none shadow-[0_16px_48px_rgb(0_0_0/0.22)] backdrop:bg-paper/70 ${className}`}
  >
    {children}
  </dialog>
);
