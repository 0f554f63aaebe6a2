import { type Role, roles } from '@sightglass/model';
import { type Claims, groupsIn, isReferenced, starred, verifiedDomainOf } from './claims.ts';
import { ProviderSignInError } from './refusal.ts';
import { providerName, type ProviderSettings } from './settings.ts';

export interface Admission {
  readonly groups: readonly string[];
  /** Undefined where roles do not come from groups. */
  readonly role: Role | undefined;
  /** The claim with the groups was not among those received. */
  readonly lacksGroups: boolean;
}

type Rules = Pick<ProviderSettings, 'issuer' | 'label' | 'groupsClaim' | 'allowed' | 'roles' | 'role'>;

/** Whether somebody with these claims gets in, and as what. Groups that did not come are no groups: who lost them all loses what they gave. Raises ProviderSignInError. Pure. */
export const admit = (claims: Claims, rules: Rules): Admission => {
  const found = groupsIn(claims, rules.groupsClaim);
  const groups = found ?? [];
  const lacksGroups = found === undefined && usesGroups(rules);
  if (!isAllowed(claims, groups, rules)) throw refused(claims, found, rules);
  return { groups, role: roleFor(groups, rules), lacksGroups };
};

const usesGroups = ({ allowed, roles: byGroup }: Rules): boolean =>
  allowed.groups.length > 0 || Object.keys(byGroup).length > 0;

const isAllowed = (claims: Claims, groups: readonly string[], { allowed }: Rules): boolean => {
  if (allowed.everybody || allowed.groups.some((group) => groups.includes(group))) return true;
  const domain = verifiedDomainOf(claims);
  return domain !== undefined && allowed.domains.includes(domain);
};

const roleFor = (groups: readonly string[], { roles: byGroup, role }: Rules): Role | undefined => {
  if (Object.keys(byGroup).length === 0) return undefined;
  const given = groups.flatMap((group) => (Object.hasOwn(byGroup, group) ? [byGroup[group]] : []));
  return roles.findLast((one) => given.includes(one)) ?? role;
};

const refused = (claims: Claims, groups: readonly string[] | undefined, rules: Rules): ProviderSignInError => {
  const { allowed, groupsClaim } = rules;
  const noted = { claims: starred(claims) };
  const name = providerName(rules);
  if (groups === undefined && allowed.groups.length > 0 && allowed.domains.length === 0) {
    const why = isReferenced(claims, groupsClaim)
      ? `sent a reference in place of the claim "${groupsClaim}", as it does for a person with very many groups. Let it send only groups that concern Sightglass.`
      : `did not send the claim "${groupsClaim}" that should hold your groups. Received: ${Object.keys(claims).join(', ')}.`;
    return new ProviderSignInError(
      'groups-missing',
      `${name} ${why} An admin finds more under Settings → Sign-in.`,
      noted,
    );
  }
  if (isOfUnverified(claims, allowed.domains))
    return new ProviderSignInError(
      'email-unverified',
      `${name} has not verified your e-mail address, so its domain does not let you in.`,
      noted,
    );
  return new ProviderSignInError(
    'not-allowed',
    `${name} knows you, but none of your groups and no domain of yours is let in here. An admin of Sightglass can change that.`,
    { ...noted, ...(groups && { groups: groups.slice(0, 50) }) },
  );
};

const isOfUnverified = ({ email, ...claims }: Claims, domains: readonly string[]): boolean => {
  const domain = verifiedDomainOf({ email, email_verified: true });
  return domain !== undefined && domains.includes(domain) && verifiedDomainOf({ email, ...claims }) === undefined;
};
