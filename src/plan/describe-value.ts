import { isSymbolic, type PlanValue, type SymbolicValue } from './values.ts';

export const tokenNames = {
  own: 'the lawful one',
  sibling: 'another one bound to the same key',
  other: 'one bound to another key',
  unbound: 'an unbound Bearer token',
  garbage: 'one that nobody issued',
  proof: 'the proof itself',
  none: 'none',
} as const;

const thumbprintOwners = { own: 'the key', other: 'another key', session: "the session's key" } as const;

/** A slug as words. */
export function words(slug: string): string {
  return slug.replaceAll('-', ' ');
}

export function describeValue(value: PlanValue): string {
  if (isSymbolic(value)) return describeSymbol(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function describeSymbol(value: SymbolicValue): string {
  switch (value.$) {
    case 'now':
      return `now${value.plus === 0 ? '' : ` ${value.plus < 0 ? '−' : '+'} ${Math.abs(value.plus)} s`}${value.as && value.as !== 'number' ? ` as ${value.as}` : ''}`;
    case 'random':
      return `${value.bytes} random bytes, base64url`;
    case 'repeat':
      return `${JSON.stringify(value.text)} × ${value.times}`;
    case 'nested':
      return `arrays nested ${value.depth} deep`;
    case 'htu':
      return value.edits.length === 0
        ? 'the request URI'
        : `the request URI, edited: ${value.edits.map(words).join(', ')}`;
    case 'method':
      return `the request method${value.case ? `, ${value.case} case` : ''}${value.edit ? `, ${words(value.edit)}` : ''}`;
    case 'ath':
      return `the hash of ${value.of ? `the access token (${tokenNames[value.of]})` : 'the access token'}${value.form ? `, ${words(value.form)}` : ''}`;
    case 'jti':
      return `the jti of "${value.of}"`;
    case 'jwk':
      return `the public key${value.of === 'other' ? ' of another key pair' : ''}${value.edit ? `, ${words(value.edit)}` : ''}`;
    case 'nonce':
      return 'the newest nonce known';
    case 'jwk-text':
      return 'the public key as JSON text';
    case 'thumbprint':
      return `the thumbprint of ${thumbprintOwners[value.of ?? 'own']}`;
    case 'canary':
      return `a URL that Proofmark listens on (${value.path})`;
    default:
      value satisfies never;
      return '';
  }
}
