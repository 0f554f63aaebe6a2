/** Why a form was not taken, in the server's words. */
export const Refusal = ({ error }: { readonly error: Error | null }) =>
  error === null ? null : (
    <p role="alert" className="mt-4 border-l-2 border-bad py-1 pl-4 wrap-anywhere">
      {error.message}
    </p>
  );
