import { describe, expect, test } from 'vitest';
import { lines } from '../../suite/define.ts';
import { lawfulBecause, rulingByMetadata } from './request-ruling.ts';

const requiring = { rsMetadata: { url: '', document: { dpop_bound_access_tokens_required: true } } };
const bearer = { requirement: 'RFC9449-7.2-10', level: 'may', detail: '' } as const;
const several = { requirement: 'RFC9449-7.2-06', level: 'should', detail: '' } as const;

describe('an unbound access token', () => {
  test('has to be refused where the metadata of the resource ask for bound ones', () => {
    expect(rulingByMetadata(requiring, 'resource', [bearer])).toEqual({
      expect: 'refuse',
      requirements: ['RFC9728-2-02'],
      isDoubtful: false,
    });
  });

  test('may be taken where no metadata say so', () => {
    expect(rulingByMetadata({}, 'resource', [bearer])).toBeUndefined();
    expect(rulingByMetadata({ rsMetadata: { url: '', document: {} } }, 'resource', [bearer])).toBeUndefined();
  });

  test('beside another one shows nothing', () => {
    expect(rulingByMetadata(requiring, 'resource', [bearer, several])).toBeUndefined();
  });
});

describe('a lawful request', () => {
  test('that is plain may be refused for what is not the proof', () => {
    expect(lawfulBecause('token', {}, [])).toEqual({ fault: 'proof' });
  });

  test('with a query is held against a resource that blames the proof, as a warning', () => {
    const query = [{ op: 'query', value: 'a=b' }] as const;
    expect(lawfulBecause('resource', {}, query)).toEqual({
      requirements: ['RFC9449-4.3-09f'],
      isDoubtful: true,
      fault: 'proof',
    });
    expect(lawfulBecause('token', {}, query)).toEqual({});
  });

  test('of a client that is served without a proof is served with one', () => {
    const added = [lines('absent'), lines('present')];
    expect(lawfulBecause('token', {}, added)).toEqual({ requirements: ['RFC9449-3-02'], isDoubtful: true });
    expect(lawfulBecause('token', {}, added.toReversed())).toEqual({});
  });
});
