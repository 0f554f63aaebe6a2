/** Of people, links, tokens and the provider. */
export const signingIn = {
  heading: 'Signing in',
  errors: {
    CODE_INVALID: [
      'A code for the command line is wrong, was used, or is older than 5 minutes. HTTP 410.',
      'Begin again with `sightglass login`.',
    ],
    CSRF_REFUSED: [
      'A change came with the cookie of a session, and not from a page of this server. HTTP 403.',
      'Programs use a [token](../operate/security.md#tokens), not a cookie.',
    ],
    BY_PROVIDER: [
      'The role or password of a person whom the provider signs in is not changed here. HTTP 409.',
      'Change the groups at the provider. [With a provider](../operate/security.md#with-a-provider).',
    ],
    LAST_ADMIN: ['Without this admin nobody could change anything. HTTP 409.', 'Make another person admin first.'],
    LINK_INVALID: [
      'A link for a password was used already, or it has expired. HTTP 410.',
      'An admin gives a new one. Of the first admin: restart the server, which prints one.',
    ],
    NAME_MISSING: ['The first admin gave no name. HTTP 422.', 'Give the name with which you will sign in.'],
    NAME_TAKEN: ['Another person, or another team, has this name. HTTP 409.', 'Choose another one.'],
    PASSWORD_REFUSED: [
      'A password is too short, or one of the first that attackers try. HTTP 422.',
      'Take a few words.',
    ],
    PERSON_UNKNOWN: ['There is no person with this id. HTTP 404.', 'List them: `GET /api/v1/people`.'],
    PROXY_BYPASSED: [
      'The port has no TLS, and the request did not come through a proxy that is named. HTTP 403.',
      'Use the address of the proxy, or set `tls`. [Deploy](../operate/deploy.md#let-other-machines-in).',
    ],
    TEAM_MISSING: [
      'There are teams, and the person is in none, or in some that own nothing. HTTP 403.',
      'An admin adds people to a team under Settings, Teams.',
    ],
    TEAM_UNKNOWN: ['There is no team with this id. HTTP 404.', 'List them: `GET /api/v1/teams`.'],
    RIGHT_MISSING: [
      'The person or the token may not do this. HTTP 403.',
      'The message names the right, and the role that has it.',
    ],
    PROVIDER_SIGN_IN: [
      'The provider did not sign somebody in, or who it signed in is not let in.',
      'The page says why; admins find the claims that came under **Settings → Sign-in**.',
    ],
    SERVER_SILENT: [
      '`sightglass admin` was not answered by the server that uses the data folder.',
      'Run it as the user of the server, or stop the server and run it again.',
    ],
    SIGN_IN_BUSY: ['Too many people sign in at once. HTTP 429 with `Retry-After`.', 'Try again in a few seconds.'],
    SIGN_IN_DELAYED: [
      'There were several failed attempts. HTTP 429 with `Retry-After`.',
      'Wait as long as it says; an admin can give a link for a new password.',
    ],
    SIGN_IN_NEEDED: ['Nobody has signed in, and no token was sent. HTTP 401.', 'Sign in, or set `SIGHTGLASS_TOKEN`.'],
    SIGN_IN_OFF: ['Nobody signs in on this server. HTTP 409.', 'Set `signIn.enabled` to change that.'],
    SIGN_IN_REFUSED: ['The name or the password is wrong. HTTP 401.', 'Try again.'],
    TOKEN_OWNERLESS: [
      'A token that belongs to nobody asked for its own tokens. HTTP 409.',
      'Use a token of a person, as `sightglass login` gives.',
    ],
    OUTSIDE_SCOPE: [
      'The token may send other signals, or for other namespaces. HTTP 403, and nothing of the request is taken.',
      'The message says for which it sends. Give the program a token for them.',
    ],
    TOKEN_UNKNOWN: [
      'The token was revoked, has expired, or is of another server. HTTP 401.',
      'Create a new one under Settings, Tokens.',
    ],
    WAY_IN_REFUSED: [
      '`sightglass admin` gives this person no link.',
      'The message says why. `sightglass admin create` makes another admin.',
    ],
  },
} as const;
