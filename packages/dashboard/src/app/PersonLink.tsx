import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meQuery } from '../fetch/access.ts';

/** Who is signed in: leads to the settings. Nothing on a server where nobody signs in. */
export const PersonLink = () => {
  const { data: me } = useQuery(meQuery());
  if (me?.person == null) return null;
  return (
    <Link
      to="/settings"
      className="control max-w-[16ch] text-dim"
      title={`${me.person.name}, ${me.person.role}: settings`}
    >
      <span className="truncate">{me.person.profile.displayName ?? me.person.name}</span>
    </Link>
  );
};
