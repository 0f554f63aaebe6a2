import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTemplates, expandTemplate, guessTemplate, otherEndpoint } from './url-template.ts';

describe('a template', () => {
  it('is filled in, percent-encoded', () => {
    expect(expandTemplate('/a/{from}/b/{to}', { from: 'São/Paulo', to: 7 })).toBe('/a/S%C3%A3o%2FPaulo/b/7');
  });

  it('says which value is missing', () => {
    expect(() => expandTemplate('/airports/{iata}')).toThrow(
      '/airports/{iata} needs a value for {iata}; give it as params: { iata: … }',
    );
  });

  it.each(['.', '..'])('takes no value that would leave its place: %s', (iata) => {
    expect(() => expandTemplate('/airports/{iata}', { iata })).toThrow(`{iata} cannot be "${iata}"`);
  });

  it('is found again for every path made of it', () => {
    const template = '/orgs/{org}/repos/{repo}';
    const name = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(name, name, (org, repo) => {
        fc.pre(!/^\.{1,2}$/u.test(org) && !/^\.{1,2}$/u.test(repo));
        expect(createTemplates([template])(expandTemplate(template, { org, repo }))).toBe(template);
      }),
    );
  });
});

describe('the template of an unknown path', () => {
  it.each([
    ['/users/1234', '/users/{id}'],
    ['/users/me/orders', '/users/me/orders'],
    ['/v2/items/550e8400-e29b-41d4-a716-446655440000', '/v2/items/{id}'],
    ['/v1.1/files/report-2026-11.csv', '/v1.1/files/{id}'],
    ['/commits/deadbeefcafe', '/commits/{id}'],
    ['/mail/someone@example.com', '/mail/{id}'],
    ['/q/caf%C3%A9', '/q/{id}'],
    [`/t/${'x'.repeat(41)}`, '/t/{id}'],
    ['/', '/'],
    ['', ''],
    ['/a/b/c/d/e/f/g/h/i/j/k/l/m/n', '/a/b/c/d/e/f/g/h/i/j/k/…'],
  ])('%s counts as %s', (path, template) => {
    expect(guessTemplate(path)).toBe(template);
  });

  it('there are never more of them than allowed, whatever is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.webPath(), { maxLength: 60 }), (paths) => {
        const templateOf = createTemplates(['/known/{id}'], 10);
        const seen = new Set(paths.map((path) => templateOf(path)));
        expect(seen.size).toBeLessThanOrEqual(11);
        expect(seen.size < 11 || seen.has(otherEndpoint)).toBe(true);
        expect(templateOf('/known/7')).toBe('/known/{id}');
      }),
    );
  });
});
