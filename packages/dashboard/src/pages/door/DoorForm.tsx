import { Refusal } from '../../components/form/Refusal.tsx';

interface Props {
  readonly button: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onSubmit: () => void;
  readonly children: React.ReactNode;
}

/** A form before the product: its fields, one button, and why it was refused. */
export const DoorForm = ({ button, isPending, error, onSubmit, children }: Props) => (
  <form
    className="max-w-[36ch]"
    onSubmit={(event) => {
      event.preventDefault();
      if (!isPending) onSubmit();
    }}
  >
    {children}
    <Refusal error={error} />
    <button type="submit" className="control mt-5" disabled={isPending}>
      {isPending ? 'Waiting for the server …' : button}
    </button>
  </form>
);
