import type { Defects } from '../defects.ts';
import type { Policy } from '../policy.ts';
import { decodeBase64url } from './base64url.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from './json.ts';
import { crashOnText, crashOnValue, merged } from './poison.ts';
import { ProofRefused } from './refused.ts';

export interface ParsedProof {
  readonly text: string;
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signature: Buffer;
  /** There is more than one only when a lenient defect accepted a non-canonical spelling. */
  readonly signingInputs: readonly Buffer[];
  readonly unsigned: boolean;
}

/** RFC 9449 4.3 checks 1 and 2: the one proof of the one header field, or undefined when there is none. */
export function singleProof(lines: readonly string[], policy: Policy, defects: Defects): string | undefined {
  const isDoubled = lines.length > 1 || /^[^{]*,/.test(lines[0] ?? '');
  if (isDoubled && policy.twoProofsCode === 'invalid_request')
    throw new ProofRefused('two-proofs', 'more than one proof');
  const value = singleLine(lines, defects);
  if (value === undefined || (value === '' && emptyIsNone(policy, defects))) return undefined;
  if (value === '') throw new ProofRefused('header', 'the DPoP header is empty');
  if (defects.has('long-proof-500') && value.length > 4096) throw new Error('proof too long');
  if (defects.has('comma-first')) return value.split(',')[0]?.trim();
  return defects.has('whitespace-accepted') ? value.replaceAll(/\s/g, '') : value;
}

function emptyIsNone(policy: Policy, defects: Defects): boolean {
  return policy.emptyHeader === 'no-proof' || defects.has('empty-header-dpop');
}

function singleLine(lines: readonly string[], defects: Defects): string | undefined {
  if (lines.length <= 1 || defects.has('two-headers-first')) return lines[0];
  if (defects.has('two-headers-last')) return lines.at(-1);
  if (defects.has('fifty-fields-first') && lines.length > 2) return lines[0];
  if (defects.has('two-headers-identical') && new Set(lines).size === 1) return lines[0];
  throw new ProofRefused('header', 'more than one DPoP header field');
}

/** The JWS compact serialisation of RFC 7515 7.1. */
export function parseProof(text: string, { spareBits }: Policy, defects: Defects): ParsedProof {
  const bare = defects.has('octets-ignored') ? text.replace(/^\u00ef\u00bb\u00bf/, '') : text;
  const compact = defects.has('json-serialisation-accepted') ? flattenedToCompact(bare) : bare;
  const segments = (defects.has('trailing-dot-accepted') ? compact.replace(/\.+$/, '') : compact).split('.');
  const [first = '', second = '', third = ''] = segments;
  const unsigned = segments.length === 2 && defects.has('two-segments-accepted');
  const surplus = segments.length > 3 && defects.has('extra-segments-accepted');
  if (segments.length !== 3 && !unsigned && !surplus) throw new ProofRefused('serialisation', 'not a compact JWS');
  const [header, payload, signature] = [first, second, third].map((segment) =>
    decodeBase64url(segment, defects, spareBits),
  );
  if (!header || !payload || !signature) {
    if (defects.has('bad-base64-500')) throw new Error('not base64url');
    throw new ProofRefused('serialisation', 'a segment is not base64url');
  }
  return {
    text,
    header: readObject(header, 'header', defects),
    payload: readObject(payload, 'payload', defects),
    signature,
    signingInputs: signingInputs(`${first}.${second}`, header, payload),
    unsigned,
  };
}

function readObject(bytes: Buffer, name: string, defects: Defects): JsonObject {
  crashOnText(bytes, defects);
  if (defects.has('iat-notation-refused') && /"iat":\d+(?:\.0|\.\d+e)/.test(bytes.toString('latin1'))) {
    throw new ProofRefused('iat', 'iat is no integer');
  }
  const value = parseJsonObject(bytes, defects);
  if (value !== undefined) {
    crashOnValue(value, defects);
    return merged(value, name, defects);
  }
  if (defects.has('not-object-500')) throw new Error(`the ${name} is not an object`);
  throw new ProofRefused('serialisation', `the ${name} is not a JSON object`);
}

function signingInputs(received: string, header: Buffer, payload: Buffer): readonly Buffer[] {
  const canonical = `${header.toString('base64url')}.${payload.toString('base64url')}`;
  const all = canonical === received ? [received] : [received, canonical];
  return all.map((input) => Buffer.from(input, 'ascii'));
}

function flattenedToCompact(text: string): string {
  if (!text.startsWith('{')) return text;
  const value = parseJsonObject(Buffer.from(text, 'latin1'));
  const first: unknown = Array.isArray(value?.signatures) ? value.signatures[0] : value;
  if (!value || !isJsonObject(first)) return text;
  return [first.protected, value.payload, first.signature].map(String).join('.');
}
