import { isObject } from './json-text.ts';

/**
 * Names with a meaning in JOSE, JWT or a programming language. A server may have reasons of its own to look at them
 * (RFC 7515 section 4.1, RFC 7516, RFC 7519 section 4.1, and what is registered for tokens).
 */
const known = new Set(
  [
    'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit b64 enc zip epk apu apv iv tag p2s p2c url ppt svt trust_chain jwt',
    'iss sub aud exp nbf iat jti htm htu ath nonce cnf act may_act scope client_id azp auth_time at_hash c_hash s_hash',
    'acr amr sid sub_jwk events toe txn roles groups permissions state code active token_type authorization_details key',
    '__proto__ prototype constructor toString valueOf hasOwnProperty toJSON toLocaleString then length',
  ].flatMap((line) => line.split(' ')),
);

/** Letters, digits, symbols and blanks of any script. Control and format characters are left out, and those of attacks. */
const plainText = /^[^\p{C}$<>{}%'";\\`]{0,200}$/u;

/** Whether a server has no reason to look at a member that it does not know. */
export const isHarmless = (name: string, value: unknown): boolean =>
  name !== '' && !known.has(name) && plainText.test(name) && isPlain(value, 4);

export const isPlainText = (value: unknown): boolean => typeof value === 'string' && plainText.test(value);

const isPlain = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return plainText.test(value);
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  const members = Object.values(value);
  if (members.length > 20) return false;
  if (isObject(value) && !Object.keys(value).every((name) => !known.has(name) && plainText.test(name))) return false;
  return members.every((member) => isPlain(member, depth - 1));
};
