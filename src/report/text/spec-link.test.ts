import { describe, expect, test } from 'vitest';
import { specParts } from './spec-link.ts';

describe('a section of a requirement', () => {
  test.each([
    ['RFC 9449 §4.3', ['RFC 9449 §4.3=9449#section-4.3']],
    ['RFC9449 4.3 check 9 / 4.2', ['RFC9449 4.3=9449#section-4.3', '4.2=9449#section-4.2']],
    [
      'RFC9449 4.3 (RFC3986 6.2.2, 6.2.3)',
      ['RFC9449 4.3=9449#section-4.3', 'RFC3986 6.2.2=3986#section-6.2.2', '6.2.3=3986#section-6.2.3'],
    ],
    ['RFC9449 7.1 (Fig. 16)', ['RFC9449 7.1=9449#section-7.1']],
    ['RFC9449 11.1 / 4.3-9', ['RFC9449 11.1=9449#section-11.1', '4.3=9449#section-4.3']],
    ['RFC7638', ['RFC7638=7638']],
    ['FAPI 2.0 Security Profile 5.3.2.1-4/5', []],
  ])('%s links the sections of RFCs in it', (section, links) => {
    const parts = specParts(section);
    expect(parts.map(({ text }) => text).join('')).toBe(section);
    const linked = parts.flatMap(({ text, href }) =>
      href === undefined ? [] : [`${text}=${href.replace('https://www.rfc-editor.org/rfc/rfc', '')}`],
    );
    expect(linked).toEqual(links);
  });
});
