import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../cpu-time.fixture.ts';
import { parseChallenges } from './challenges.ts';

/** Each challenge as `scheme`, its parameters, and its `token68`. */
function read(...lines: readonly string[]): unknown {
  const { list, faults } = parseChallenges(lines);
  return {
    list: list.map(({ scheme, params, token68 }) => [
      scheme,
      Object.fromEntries(params),
      ...(token68 === undefined ? [] : [token68]),
    ]),
    faults,
  };
}

describe('challenges that keep the grammar of RFC 9110 §11.6.1', () => {
  test.each([
    ['no line', [], []],
    ['an empty line', [''], []],
    ['a scheme alone', ['DPoP'], [['DPoP', {}]]],
    ['a scheme and a blank', ['DPoP '], [['DPoP', {}]]],
    ['one parameter', ['DPoP algs="ES256 PS256"'], [['DPoP', { algs: 'ES256 PS256' }]]],
    ['an unquoted value', ['DPoP error=invalid_token'], [['DPoP', { error: 'invalid_token' }]]],
    ['blanks around =', ['DPoP error = "a" ,\talgs="b"'], [['DPoP', { error: 'a', algs: 'b' }]]],
    ['names in upper case', ['DPoP Error="a"'], [['DPoP', { error: 'a' }]]],
    ['an empty value', ['DPoP realm=""'], [['DPoP', { realm: '' }]]],
    ['a comma inside quotes', ['DPoP realm="a, Bearer b=c"'], [['DPoP', { realm: 'a, Bearer b=c' }]]],
    ['escaped quotes', [String.raw`DPoP realm="a \"b\" \\c"`], [['DPoP', { realm: String.raw`a "b" \c` }]]],
    ['a parameter name beyond token68', ['Foo a!b="c"'], [['Foo', { 'a!b': 'c' }]]],
    ['token68', ['Negotiate YWJj/+=='], [['Negotiate', {}, 'YWJj/+==']]],
    ['token68 with one =', ['Negotiate abc='], [['Negotiate', {}, 'abc=']]],
    ['empty elements of the list', [', DPoP a=b,, c=d ,'], [['DPoP', { a: 'b', c: 'd' }]]],
  ])('%s', (_, lines, list) => {
    expect(read(...lines)).toEqual({ list, faults: [] });
  });

  test('several in one line', () => {
    expect(read('Bearer, Negotiate abc==, DPoP error="x", algs="ES256", Basic realm="r"')).toEqual({
      list: [
        ['Bearer', {}],
        ['Negotiate', {}, 'abc=='],
        ['DPoP', { error: 'x', algs: 'ES256' }],
        ['Basic', { realm: 'r' }],
      ],
      faults: [],
    });
  });

  test('several in several lines', () => {
    expect(read('Bearer realm="r"', 'DPoP algs="ES256"')).toEqual({
      list: [
        ['Bearer', { realm: 'r' }],
        ['DPoP', { algs: 'ES256' }],
      ],
      faults: [],
    });
  });
});

describe('challenges that do not', () => {
  test.each([
    ['no comma between parameters', 'DPoP error="a" algs="b"', ['no comma before algs']],
    ['no comma between challenges', 'Basic realm="a" DPoP algs="b"', ['no comma before DPoP']],
    ['no comma after a scheme alone', 'Bearer DPoP algs="b"', ['no comma before DPoP']],
    ['no comma after a closing quote', 'DPoP error="a"algs="b"', ['no comma before algs']],
    ['no value', 'DPoP error=, algs="b"', ['algs stands beside a token68']],
    ['no value after another parameter', 'DPoP algs="b", error=', ['no value for error']],
    ['an open quote', 'DPoP error="a', ['no value for error', 'unexpected "\\"a"']],
    ['a parameter twice', 'DPoP error="a", Error="b"', ['Error stands twice in one challenge']],
    ['a parameter without a scheme', 'error="a"', ['unexpected "=\\"a\\""']],
    ['a semicolon between parameters', 'DPoP error="a"; algs="b"', ['unexpected "; algs=\\"b\\""']],
    ['two words after a scheme', 'DPoP a b', ['no comma before a']],
    ['token68 and parameters', 'Negotiate abc== realm="a"', ['no comma before realm', 'realm stands beside a token68']],
  ])('%s', (_, line, faults) => {
    expect(parseChallenges([line]).faults).toEqual(faults);
  });

  test('give what can be read', () => {
    expect(read('Bearer DPoP error="a" algs="b"')).toEqual({
      list: [
        ['Bearer', {}],
        ['DPoP', { error: 'a', algs: 'b' }],
      ],
      faults: ['no comma before DPoP', 'no comma before algs'],
    });
  });
});

describe('the parser', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
  const params = fc.uniqueArray(fc.tuple(name, fc.stringMatching(/^[ !#-[\]-~]{0,12}$/)), {
    maxLength: 4,
    selector: ([key]) => key.toLowerCase(),
  });

  test('reads back whatever was written', () => {
    const written = fc.array(fc.record({ scheme: name, params }), { maxLength: 4 });
    fc.assert(
      fc.property(written, fc.boolean(), (challenges, inOneLine) => {
        const lines = challenges.map((one) =>
          `${one.scheme} ${one.params.map(([key, value]) => `${key}="${value}"`).join(', ')}`.trim(),
        );
        expect(read(...(inOneLine ? [lines.join(', ')] : lines))).toEqual({
          list: challenges.map((one) => [
            one.scheme,
            Object.fromEntries(one.params.map(([key, value]) => [key.toLowerCase(), value])),
          ]),
          faults: [],
        });
      }),
    );
  });

  test('ends on any text, in time that grows no faster than its length', () => {
    fc.assert(fc.property(fc.array(fc.string({ maxLength: 60 })), (lines) => void parseChallenges(lines)));
    const hostile = [
      `DPoP a="${String.raw`\\`.repeat(50_000)}`,
      `DPoP ${'a '.repeat(20_000)}`,
      `DPoP ${'a='.repeat(20_000)}`,
    ];
    expect(cpuMs(() => void parseChallenges(hostile))).toBeLessThan(10_000);
  });
});
