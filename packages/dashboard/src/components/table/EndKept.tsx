/**
 * A path or a dotted name on one line. Where it is too long its beginning is cut first: the last part, such as a file with the date in
 * its name, tells it from others. For a flex parent with the whole name as its label.
 */
export const EndKept = ({ text }: { readonly text: string }) => {
  const slash = text.lastIndexOf('/');
  const at = slash > 0 ? slash : text.lastIndexOf('.');
  if (at <= 3) return <span className="truncate">{text}</span>;
  return (
    <>
      <span className="min-w-[3ch] truncate">{text.slice(0, at)}</span>
      <span className="max-w-[calc(100%-3ch)] shrink-0 truncate">{text.slice(at)}</span>
    </>
  );
};
