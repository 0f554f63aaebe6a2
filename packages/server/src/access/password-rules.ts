/** Length counts and common passwords are refused; nothing is asked of the kinds of characters (NIST SP 800-63B, 3.1.1.2). */
export const passwordRules = { leastCharacters: 10, mostBytes: 1_024 } as const;

/** Why this cannot be the password of a person of that name, or undefined. Raises nothing. */
export const passwordProblem = async (password: string, name: string): Promise<string | undefined> => {
  const characters = Array.from(password).length;
  if (characters < passwordRules.leastCharacters)
    return `The password has ${characters} characters. Take at least ${passwordRules.leastCharacters}: a few words are good.`;
  if (Buffer.byteLength(password) > passwordRules.mostBytes)
    return `The password is longer than ${passwordRules.mostBytes} bytes. Take a shorter one.`;
  const plain = password.normalize('NFKC').toLowerCase();
  if (plain === name.toLowerCase() || plain === 'sightglass')
    return 'The password is the name of the person or the product. Take another one.';
  if ((await commonPasswords()).has(plain))
    return 'The password is one of the most common ones, which are tried first. Take another one.';
  return undefined;
};

let loaded: Promise<ReadonlySet<string>> | undefined;

/** About 50,000 passwords from published breaches. Loaded when a password is set, not before. */
const commonPasswords = (): Promise<ReadonlySet<string>> => {
  loaded ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return loaded;
};
