import { Link } from '@tanstack/react-router';
import { PageHead } from '../components/page/PageHead.tsx';

export const NotFound = () => (
  <>
    <PageHead title="There is no page at this address" />
    <p className="text-dim">
      The link may be old or cut short.{' '}
      <Link to="/" className="link">
        Go home
      </Link>
    </p>
  </>
);
