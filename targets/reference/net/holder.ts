import type { RoleContext } from '../context.ts';
import { isJsonObject } from '../proof/json.ts';
import { proofLines } from './guard.ts';
import { headerLines, type Incoming } from './message.ts';

/** The holder of a nonce: everybody, the key that a proof shows, or the client of the authorization server. */
export function nonceHolder(request: Incoming, context: RoleContext): string {
  switch (context.policy.nonceBinding) {
    case 'none':
      return '';
    case 'key':
      return keyShown(proofLines(request, context)[0]);
    case 'client':
      return context.role === 'as' ? clientNamed(request) : '';
  }
}

const keyMembers = ['kty', 'crv', 'x', 'y', 'n', 'e'];

/** The key in the proof, valid or not. Another function judges the proof. */
function keyShown(proof = ''): string {
  try {
    const header: unknown = JSON.parse(Buffer.from(proof.split('.')[0] ?? '', 'base64url').toString());
    const jwk = isJsonObject(header) ? header.jwk : undefined;
    return isJsonObject(jwk) ? JSON.stringify(keyMembers.map((name) => jwk[name])) : '';
  } catch {
    return '';
  }
}

function clientNamed(request: Incoming): string {
  const [, credentials = ''] = /^basic +(\S+)$/i.exec(headerLines(request, 'authorization')[0] ?? '') ?? [];
  const [user = ''] = Buffer.from(credentials, 'base64').toString().split(':');
  return user === '' ? (new URLSearchParams(request.body).get('client_id') ?? '') : user;
}
