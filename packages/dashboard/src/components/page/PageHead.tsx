import { useEffect } from 'react';

interface Props {
  /** The title of the browser's tab, when the sentence would be too long for it. */
  readonly tab?: string;
  readonly title: React.ReactNode;
  /** The line above the sentence: what the page belongs to. */
  readonly above?: React.ReactNode;
  readonly children?: React.ReactNode;
}

/** The sentence a page opens with. */
export const PageHead = ({ tab, title, above, children }: Props) => {
  const name = tab ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    document.title = name === '' ? 'Sightglass' : `${name} · Sightglass`;
  }, [name]);
  return (
    <header className="pt-10 pb-8 max-sm:pt-6 max-sm:pb-6">
      {above === undefined ? null : <div className="mb-2 text-dim">{above}</div>}
      <h1 className="max-w-[44ch] text-sentence text-balance wrap-anywhere max-sm:text-[22px] max-sm:leading-7">
        {title}
      </h1>
      {children}
    </header>
  );
};
