import { createPrivateKey, randomUUID, sign, type JsonWebKey } from 'node:crypto';
import { ClientError } from '../client-error.ts';
import type { Lines } from '../http/message.ts';
import type { Settings } from '../settings.ts';

interface Authentication {
  readonly lines: Lines;
  readonly form: Readonly<Record<string, string>>;
}

/** How the client shows who it is (RFC 6749 2.3, RFC 7523 3). An assertion is new each time. */
export function authenticate({ client, issuer }: Settings): Authentication {
  const { id, secret = '', key } = client;
  switch (client.auth) {
    case 'none':
      return { lines: [], form: { client_id: id } };
    case 'client_secret_post':
      return { lines: [], form: { client_id: id, client_secret: secret } };
    case 'client_secret_basic': {
      const credentials = Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString('base64');
      return { lines: [['Authorization', `Basic ${credentials}`]], form: {} };
    }
    case 'private_key_jwt': {
      if (key === undefined) throw new ClientError('invalid_request', 'client.key is missing');
      const form = {
        client_id: id,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion(id, issuer, key),
      };
      return { lines: [], form };
    }
    default:
      return client.auth satisfies never;
  }
}

function assertion(id: string, audience: string, jwk: JsonWebKey & { readonly kid?: string }): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: 'ES256', ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) };
  const claims = { iss: id, sub: id, aud: audience, jti: randomUUID(), iat: now, exp: now + 60 };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** RFC 6749 2.3.1 and appendix B. */
function formEncoded(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}
