import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apisInPassingQuery } from '../../fetch/external-apis.ts';
import { apiState, failsNow } from '../../external-apis/api-state.ts';
import { ApiGlyph } from '../../external-apis/ApiGlyph.tsx';
import { useNow } from '../../components/time/use-now.ts';
import { countOf } from '../../format/number.ts';
import { apiSentence } from '../../words/api-sentence.ts';

const mostShown = 3;

/** APIs that answer nothing or are isolated, a line each that leads there; nothing when all is well. */
export const FailingApis = () => {
  const now = useNow(10_000);
  const failing = failsNow(useQuery(apisInPassingQuery()).data?.items ?? [], now);
  if (failing.length === 0) return null;
  const more = failing.length - mostShown;
  return (
    <ul aria-label="APIs that do not answer" className="mt-4 grid max-w-[92ch] gap-1">
      {failing.slice(0, mostShown).map((api) => (
        <li key={api.name} className="flex items-baseline gap-2.5">
          <span className="translate-y-px">
            <ApiGlyph state={apiState(api, now)} said />
          </span>
          <Link to="/apis/$name" params={{ name: api.name }} className="link min-w-0 wrap-anywhere">
            {apiSentence(api, {}, now)}
          </Link>
        </li>
      ))}
      {more <= 0 ? null : (
        <li className="pl-[22px]">
          <Link to="/apis" className="link">
            {countOf(more, 'more API')}
          </Link>
        </li>
      )}
    </ul>
  );
};
