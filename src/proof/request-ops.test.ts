import { describe, expect, test } from 'vitest';
import type { Op } from '../plan/ops.ts';
import { concretise } from './concretise.ts';
import type { LawfulRequest, Members } from './draft.ts';
import {
  atResource,
  atToken,
  decode,
  fieldsNamed,
  printedToken,
  resourceRequest,
  surroundings,
  tokenRequest,
} from './proof.fixture.ts';

const htuOf = (proof?: string): unknown => (decode(proof).payload as Members)['htu'];
const postRequest: LawfulRequest = {
  ...resourceRequest,
  method: 'POST',
  fields: [['Content-Type', 'application/x-www-form-urlencoded']],
  body: 'a=b',
};

test('preflight: OPTIONS that asks for the method and the fields, without credentials, body and proof', async () => {
  const preflight: Op = { op: 'preflight', origin: 'https://app.example', fields: ['DPoP', 'Authorization'] };
  const delta: Op[] = [preflight, { op: 'dpop-lines', lines: 'absent' }];
  for (const lawful of [tokenRequest, postRequest]) {
    const { request } = await concretise(lawful, delta, surroundings);
    expect(request).toEqual({
      method: 'OPTIONS',
      url: lawful.url,
      fields: [
        ['Accept', '*/*'],
        ['Origin', 'https://app.example'],
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'authorization,dpop'],
      ],
    });
  }
});

describe('an op on the target of the request', () => {
  test('method: the proof names it too', async () => {
    const { request, proof } = await atResource({ op: 'method', value: 'HEAD' });
    expect([request.method, (decode(proof).payload as Members)['htm']]).toEqual(['HEAD', 'HEAD']);
  });

  test.each([
    ['https://h/a', 'https://h/a?x=1'],
    ['https://h/a?b', 'https://h/a?b&x=1'],
  ])('query: %s becomes %s, and htu stays', async (url, wanted) => {
    const { request, proof } = await concretise(
      { ...resourceRequest, url },
      [{ op: 'query', value: 'x=1' }],
      surroundings,
    );
    expect([request.url, htuOf(proof)]).toEqual([wanted, 'https://h/a']);
  });

  test('path sibling: the proof names the other resource', async () => {
    const { request, proof } = await atResource({ op: 'path', edit: 'sibling' });
    expect([request.url, htuOf(proof)]).toEqual(['https://rs.example.com/second', 'https://rs.example.com/second']);
  });

  test('path unreserved: only where the path has such a character', async () => {
    const op: Op = { op: 'path', edit: 'unreserved' };
    expect((await atResource(op)).request.url).toBe(resourceRequest.url);
    await expect(atResource({ op: 'path', edit: 'reserved' })).rejects.toThrow('no resource with a reserved character');
  });

  test.each([
    ['laundered-query', 'rs.example.com/proofmark-other-path?'],
    ['laundered-fragment', 'rs.example.com/proofmark-other-path#'],
  ] as const)('host %s: the resource under the name of another path', async (value, host) => {
    const { request, proof } = await atResource({ op: 'host', value });
    expect([request.url, fieldsNamed(request, 'host'), request.raw, htuOf(proof)]).toEqual([
      resourceRequest.url,
      [host],
      true,
      'https://rs.example.com/proofmark-other-path',
    ]);
  });

  test('host foreign', async () => {
    expect(fieldsNamed((await atResource({ op: 'host', value: 'foreign' })).request, 'host')).toEqual([
      'other.example',
    ]);
  });

  test.each<readonly [(Op & { op: 'forwarded' })['as'], string]>([
    ['x-forwarded-host', 'other.example'],
    ['forwarded', 'host=other.example;proto=https'],
    ['x-forwarded-proto', 'http'],
    ['x-original-url', 'https://other.example/things/a~1'],
    ['x-forwarded-ssl', 'off'],
    ['x-original-uri', '/proofmark-other-path'],
    ['x-script-name', '/proofmark'],
    ['x-original-method', 'PUT'],
  ])('forwarded as %s', async (as, value) => {
    expect(fieldsNamed((await atResource({ op: 'forwarded', as })).request, as)).toEqual([value]);
  });

  test.each<readonly [(Op & { op: 'forwarded' })['as'], string, string]>([
    ['forwarded-proto', 'Forwarded', 'proto=http'],
    ['forwarded-port', 'Forwarded', 'host="rs.example.com:8444"'],
    ['x-forwarded-host-port', 'X-Forwarded-Host', 'rs.example.com:8444'],
    ['x-original-url-path', 'X-Original-URL', '/proofmark-other-path'],
    ['x-forwarded-together', 'X-Forwarded-Port', '443'],
  ])('forwarded as %s is %s: %s', async (as, name, value) => {
    expect(fieldsNamed((await atResource({ op: 'forwarded', as })).request, name)).toEqual([value]);
  });

  test('field', async () => {
    expect(
      fieldsNamed((await atResource({ op: 'field', name: 'Origin', value: 'https://a' })).request, 'origin'),
    ).toEqual(['https://a']);
  });
});

describe('an op on the access token', () => {
  const authorization = async (...ops: readonly Op[]): Promise<readonly string[]> =>
    fieldsNamed((await atResource(...ops)).request, 'authorization');

  test.each<readonly [Op, readonly string[]]>([
    [{ op: 'authorization-scheme', value: 'Bearer' }, [`Bearer ${printedToken}`]],
    [{ op: 'authorization-spaces', count: 2 }, [`DPoP  ${printedToken}`]],
    [{ op: 'authorization-field', name: 'Proxy-Authorization' }, []],
    [{ op: 'authorization-second', scheme: 'Bearer' }, [`Bearer ${printedToken}`, `DPoP ${printedToken}`]],
    [
      { op: 'authorization-second', scheme: 'Bearer', position: 'last' },
      [`DPoP ${printedToken}`, `Bearer ${printedToken}`],
    ],
    [{ op: 'access-token', use: 'none' }, []],
    [{ op: 'access-token', use: 'unbound' }, ['DPoP unbound-token']],
    [{ op: 'access-token-in', place: 'query' }, []],
  ])('%o', async (op, lines) => {
    expect(await authorization(op)).toEqual(lines);
  });

  test('is followed by the ath of the proof', async () => {
    const { proof } = await atResource({ op: 'access-token', use: 'unbound' });
    const lawful = await atResource();
    expect((decode(proof).payload as Members)['ath']).not.toBe((decode(lawful.proof).payload as Members)['ath']);
  });

  test('in the query', async () => {
    const { request } = await atResource({ op: 'access-token-in', place: 'query' });
    expect(request.url).toBe(
      `https://rs.example.com/things/a~1?page=2&access_token=${printedToken.replaceAll('~', '%7E')}`,
    );
  });

  // Without its other parameters, a server would refuse the request for that reason.
  test('in a form, beside the parameters that the request has anyway', async () => {
    const { request } = await concretise(postRequest, [{ op: 'access-token-in', place: 'form' }], surroundings);
    expect([request.body, fieldsNamed(request, 'authorization'), fieldsNamed(request, 'content-type')]).toEqual([
      `a=b&access_token=${printedToken.replaceAll('~', '%7E')}`,
      [],
      ['application/x-www-form-urlencoded'],
    ]);
  });

  test('in a form, where the request had no body', async () => {
    const { body: _, ...empty } = { ...postRequest, fields: [] };
    const { request } = await concretise(empty, [{ op: 'access-token-in', place: 'form' }], surroundings);
    expect([request.body, fieldsNamed(request, 'content-type')]).toEqual([
      `access_token=${printedToken.replaceAll('~', '%7E')}`,
      ['application/x-www-form-urlencoded'],
    ]);
  });

  test.each<readonly [string, Partial<LawfulRequest>]>([
    ['a GET', { method: 'GET' }],
    ['a body of JSON', { fields: [['Content-Type', 'application/json']], body: '{}' }],
  ])('in a form does not apply to %s', async (_, change) => {
    await expect(
      concretise({ ...postRequest, ...change }, [{ op: 'access-token-in', place: 'form' }], surroundings),
    ).rejects.toThrow(expect.objectContaining({ name: 'Inapplicable' }) as Error);
  });
});

describe('an op on the parameters', () => {
  const bodyOf = async (...ops: readonly Op[]): Promise<string | undefined> => (await atToken(...ops)).request.body;

  test('sets one in place of the old', async () => {
    expect(await bodyOf({ op: 'form-set', name: 'grant_type', value: 'x y' })).toBe(
      'client_secret=secret&grant_type=x+y',
    );
  });

  test('removes one', async () => {
    expect(await bodyOf({ op: 'form-remove', name: 'client_secret' })).toBe('grant_type=client_credentials');
  });

  test('leaves out client authentication, field and parameters, and still names the client', async () => {
    const { request } = await atToken({ op: 'client-auth', use: 'none' });
    expect([request.body, fieldsNamed(request, 'authorization')]).toEqual([
      'grant_type=client_credentials&client_id=client-1',
      [],
    ]);
  });

  test('authenticates the client by the proof', async () => {
    const { request, proof } = await atToken({ op: 'client-auth', use: 'proof-as-assertion' });
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-1',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: proof,
    });
  });
});

describe('a request to the authorization endpoint', () => {
  const page: LawfulRequest = {
    role: 'as',
    method: 'GET',
    url: 'https://as.example.com/authorize?tenant=one',
    fields: [],
    form: [['client_id', 'app']],
    formIn: 'query',
    clientAuth: { fields: [], parameters: [] },
    proof: false,
  };

  test('has its parameters in the query, and ops change them there', async () => {
    const op: Op = { op: 'form-set', name: 'client_id', value: { $: 'client-id', of: 'other' } };
    const { request } = await concretise(page, [op], { ...surroundings, otherClientId: 'other app' });
    expect(request).toEqual({
      method: 'GET',
      url: 'https://as.example.com/authorize?tenant=one&client_id=other+app',
      fields: [],
    });
  });

  test('does not apply where there is no other client', async () => {
    const op: Op = { op: 'form-set', name: 'client_id', value: { $: 'client-id', of: 'other' } };
    await expect(concretise(page, [op], surroundings)).rejects.toThrow('no other client that can ask for codes');
  });
});

describe("a proof made with the client's own key", () => {
  test('shows that key and no other', async () => {
    const key = await surroundings.otherKey();
    const around = { ...surroundings, clientKey: () => Promise.resolve(key) };
    const { proof } = await concretise(tokenRequest, [{ op: 'key', use: 'client' }], around);
    expect((decode(proof).header as Members)['jwk']).toEqual(key.publicJwk);
  });

  test('does not apply to a client without one', async () => {
    await expect(atToken({ op: 'key', use: 'client' })).rejects.toThrow('authenticates without a key');
  });
});

test('of two ops on the DPoP lines the later one counts, so that a delta can undo what its control shares', async () => {
  const { proof } = await atToken({ op: 'dpop-lines', lines: 'absent' }, { op: 'dpop-lines', lines: 'present' });
  expect(proof).toBeDefined();
});
