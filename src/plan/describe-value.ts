import { isSymbolic, type PlanValue, type SymbolicValue } from './values.ts';

export const tokenNames = {
  own: 'the lawful one',
  sibling: 'another one bound to the same key',
  other: 'one bound to another key',
  unbound: 'an unbound Bearer token',
  revoked: 'one that has been revoked',
  elsewhere: 'one that was issued for another resource',
  aged: 'one that is kept until it has expired',
  fresh: 'one that was issued a short while ago',
  'signature-changed': 'the lawful one, one bit of its signature changed',
  'signature-cut': 'the lawful one, with half of its signature',
  unsigned: 'the lawful one, with alg none and no signature',
  'signed-by-client': "the lawful one, signed anew by the session's key, which its header shows",
  'claims-changed': 'the lawful one, with one more claim under its old signature',
  half: 'the first half of the lawful one',
  'middle-changed': 'the lawful one, one character in its middle changed',
  'case-swapped': 'the lawful one, with small letters for capitals and the other way round',
  garbage: 'one that nobody issued',
  proof: 'the proof itself',
  none: 'none',
} as const;

const thumbprintOwners = {
  own: 'the key',
  other: 'another key',
  session: "the session's key",
  oct: 'the oct key',
} as const;

/** Turns a slug into words. */
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
    case 'claim-of':
      return `the ${value.name} of "${value.of}"`;
    case 'edge':
      return `the ${value.side === 'past' ? 'oldest' : 'latest'} time that the server accepts ${value.plus < 0 ? '−' : '+'} ${Math.abs(value.plus)} s`;
    case 'jwk':
      return `the public key${value.of === 'other' ? ' of another key pair' : ''}${value.edit ? `, ${words(value.edit)}` : ''}${describeMembers(value)}`;
    case 'certificates':
      return `a self-signed certificate of ${value.of === 'other' ? 'another key' : 'the key'}`;
    case 'nonce':
      return 'the newest nonce known';
    case 'jwk-text':
      return 'the public key as JSON text';
    case 'json-text':
      return `the text ${value.text}`;
    case 'thumbprint':
      return `the thumbprint of ${thumbprintOwners[value.of ?? 'own']}${value.form ? `, ${words(value.form)}` : ''}`;
    default:
      return describeOfTarget(value);
  }
}

type TargetSymbol = Extract<
  SymbolicValue,
  { $: 'client-id' | 'endpoint' | 'issuer' | 'access-token' | 'canary' | 'lawful' | 'edited' }
>;

function describeOfTarget(value: TargetSymbol): string {
  switch (value.$) {
    case 'client-id':
      return value.of === 'own' ? 'the client_id of the client' : 'the client_id of another client';
    case 'endpoint':
      return value.of === 'par' ? 'the URL of the PAR endpoint' : 'the URL of the token endpoint';
    case 'issuer':
      return 'the issuer of the authorization server';
    case 'access-token':
      return `an access token (${tokenNames[value.of]})`;
    case 'canary':
      return `a URL that Proofmark listens on (${value.path})`;
    case 'lawful':
      return `the lawful ${value.name}${value.part === 'header' ? ' of the header' : ''}`;
    case 'edited':
      return `${describeValue(value.value)}, edited: ${words(value.edit)}${value.text === undefined ? '' : ` ${JSON.stringify(value.text)}`}`;
    default:
      value satisfies never;
      return '';
  }
}

function describeMembers({ set = {}, without = [] }: Extract<SymbolicValue, { $: 'jwk' }>): string {
  const changed = Object.entries(set).map(([name, member]) => `, ${name} is ${describeValue(member)}`);
  return [...changed, ...without.map((name) => `, without ${name}`)].join('');
}
