import { Link } from '@tanstack/react-router';
import { readSystemsSearch } from './systems-search.ts';

interface Props {
  readonly kind: 'database' | 'api';
  /** Why there is none. */
  readonly children: string;
}

/** Of a kind there is none, and others are shown beside it: its guide is a link away. */
export const HowTo = ({ kind, children }: Props) => (
  <p className="max-w-[60ch] text-dim">
    {children}{' '}
    <Link to="/systems" search={(search) => ({ ...readSystemsSearch(search), kind })} className="link">
      {kind === 'api' ? 'How to watch an API' : 'How to watch a database'}
    </Link>
  </p>
);
