import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword, wastePasswordTime } from './password.ts';
import { passwordProblem } from './password-rules.ts';

describe('a hash of a password', () => {
  it('knows its password in every Unicode form, and no other', async () => {
    const hash = await hashPassword('größe der wagen');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/u);
    expect(await isPassword('größe der wagen'.normalize('NFD'), hash)).toBe(true);
    expect(await isPassword('Größe der wagen', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
    expect(await hashPassword('größe der wagen')).not.toBe(hash);
  });

  it('made by another program with other costs is read (reference: argon2 -id -t 2 -m 16 -p 1)', async () => {
    // From the README of the reference implementation, with its own salt and costs.
    const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await isPassword('password', hash)).toBe(true);
    expect(await isPassword('passwore', hash)).toBe(false);
  });

  it.each(['', 'plain', '$2b$10$abc', '$argon2i$v=19$m=8,t=1,p=1$aaaa$bbbb'])('"%s" is damage, told as such', (hash) =>
    expect(isPassword('x', hash)).rejects.toThrow('PHC string format'),
  );

  it('an account that is not there never matches', async () => expect(await wastePasswordTime('x')).toBe(false));
});

describe('a new password', () => {
  it.each([
    ['short', 'has 5 characters. Take at least 10'],
    ['äöüäöüäöü', 'has 9 characters'],
    ['1234567890', 'one of the most common'],
    ['Password123', 'one of the most common'],
    ['ada.lovelace', 'is the name'],
    ['x'.repeat(1_025), 'longer than 1024 bytes'],
  ])('"%s" is refused', async (password, why) =>
    expect(await passwordProblem(password, 'Ada.Lovelace')).toContain(why),
  );

  it.each(['correct horse battery', 'ein langer satz', '🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎'])('"%s" is taken', async (password) =>
    expect(await passwordProblem(password, 'ada')).toBeUndefined(),
  );
});
