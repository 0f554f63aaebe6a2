import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apisInPassingQuery } from '../../fetch/external-apis.ts';
import type { ApiSummary } from '@sightglass/model/rest';
import { ApiGlyph } from '../../external-apis/ApiGlyph.tsx';
import { countOf } from '../../format/number.ts';
import { useSentence } from '../../words/use-sentence.ts';

const mostShown = 3;

/** APIs that are not responding or are isolated, a line each that leads there; nothing when all are healthy. */
export const FailingApis = () => {
  const { items = [], unusable = 0 } = useQuery(apisInPassingQuery(mostShown)).data ?? {};
  const failing = items.filter(({ isUnusable }) => isUnusable).toSorted((a, b) => a.urgency - b.urgency);
  if (failing.length === 0) return null;
  const more = unusable - failing.length;
  return (
    <ul aria-label="APIs that are not usable now" className="mt-4 grid max-w-[92ch] gap-1">
      {failing.map((api) => (
        <FailingApi key={api.name} api={api} />
      ))}
      {more <= 0 ? null : (
        <li className="pl-[22px]">
          <Link to="/systems" search={{ kind: 'api' }} className="link">
            {countOf(more, 'more API')}
          </Link>
        </li>
      )}
    </ul>
  );
};

const FailingApi = ({ api }: { api: ApiSummary }) => (
  <li className="flex items-baseline gap-2.5">
    <span className="translate-y-px">
      <ApiGlyph shown={api.shown} isNamed />
    </span>
    <Link to="/apis/$name" params={{ name: api.name }} className="link min-w-0 wrap-anywhere">
      {useSentence(api.sentenceParts)}
    </Link>
  </li>
);
