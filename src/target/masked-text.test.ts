import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { maskedText } from './masked-text.ts';

const random = randomBytes(32).toString('base64url');

const text = `
# The secret is hunter2-hunter2, which stays between us.
name: shop
as:
  issuer: https://as.example.com
  clients: [{ id: a, auth: client_secret_basic, secret: { env: SHOP }, grants: [client_credentials] }]
launch:
  - command: [node, shop.mjs]
    env:
      SHOP: hunter2-hunter2
      COPY: "hunter2\\u002dhunter2"
      DB_PASSWORD: >-
        folded
        over lines
      API_TOKEN: ${random}
      OWN_SECRET: '{random.own}'
      REFERENCE: { env: SHOP }
      PORT: '3000'
      MAPPING: a:b
    ready: { line: ready }
`;

test('of a descriptor only the secrets of what it launches are masked, and it stays YAML of the same shape', () => {
  const masked = maskedText(text, new Map([['SHOP', 'hunter2-hunter2']]));
  const { launch, ...rest } = parse(masked) as { launch: { env: object }[] };
  expect(launch[0]?.env).toEqual({
    SHOP: '‹SHOP masked›',
    COPY: '‹COPY masked›',
    DB_PASSWORD: '‹DB_PASSWORD masked›',
    API_TOKEN: expect.stringMatching(/^‹API_TOKEN sha256:[\w-]{43} 43›$/) as unknown,
    OWN_SECRET: '{random.own}',
    REFERENCE: { env: 'SHOP' },
    PORT: '3000',
    MAPPING: 'a:b',
  });
  const { launch: _launch, ...before } = parse(text) as { launch: unknown };
  expect(rest).toEqual(before);
  expect(masked).toContain('The secret is ‹SHOP masked›, which');
  for (const secret of ['hunter2', 'folded', 'over lines', random]) expect(masked).not.toContain(secret);
});
