import { useEffect } from 'react';
import { cutLongWords } from '../../format/long-words.ts';

interface Props {
  /** The title of the browser's tab, when the sentence would be too long for it. */
  readonly tab?: string;
  readonly title: React.ReactNode;
  /** The line above the sentence: what the page belongs to. */
  readonly above?: React.ReactNode;
  /** After the sentence: that it is about what was made up. */
  readonly mark?: React.ReactNode;
  readonly children?: React.ReactNode;
}

/** The sentence a page opens with. */
export const PageHead = ({ tab, title, above, mark, children }: Props) => {
  const shown = typeof title === 'string' ? cutLongWords(title) : title;
  const name = tab ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    document.title = name === '' ? 'Sightglass' : `${name} · Sightglass`;
  }, [name]);
  return (
    <header className="pt-10 pb-8 max-sm:pt-6 max-sm:pb-6">
      {above === undefined ? null : <div className="mb-2 text-dim">{above}</div>}
      <h1
        title={typeof title === 'string' && shown !== title ? title : undefined}
        className="max-w-[44ch] text-sentence text-balance wrap-anywhere max-sm:text-[22px] max-sm:leading-7"
      >
        {shown}
        {mark === undefined ? null : <span className="ml-2 inline-block align-middle leading-none">{mark}</span>}
      </h1>
      {children}
    </header>
  );
};
