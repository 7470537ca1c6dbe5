import type { Place } from '../suite/schema.ts';
import type { WireResponse } from '../wire/types.ts';
import { type Challenge, parseChallenges } from './challenges.ts';

export function fieldValues(response: WireResponse, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const { length } = wanted;
  return response.fields
    .filter(([key]) => key.length === length && key.toLowerCase() === wanted)
    .map(([, value]) => value);
}

/** Many checks look at the same answer. */
const challengesIn = new WeakMap<WireResponse, readonly Challenge[]>();
const bodyOf = new WeakMap<WireResponse, { readonly json: JsonObject | undefined }>();

export function challengesOf(response: WireResponse): readonly Challenge[] {
  const lines = fieldValues(response, 'www-authenticate');
  if (lines.length === 0) return [];
  const list = challengesIn.get(response) ?? parseChallenges(lines).list;
  challengesIn.set(response, list);
  return list;
}

export function challengeOf(response: WireResponse, scheme: string): Challenge | undefined {
  const wanted = scheme.toLowerCase();
  return challengesOf(response).find((challenge) => challenge.scheme.toLowerCase() === wanted);
}

export function jsonBody(response: WireResponse): JsonObject | undefined {
  const body = bodyOf.get(response) ?? { json: jsonObject(response.body) };
  bodyOf.set(response, body);
  return body.json;
}

function jsonObject(text: string): JsonObject | undefined {
  // Many answers have no body, and an exception is slow.
  if (!/^[ \t\r\n]*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** No registered code comes near it, and codes stand in many places of a record. */
const longestCode = 256;

/** The OAuth error code: in the JSON body (RFC 6749 §5.2), or in a challenge (RFC 9449 §7.1, RFC 6750 §3). */
export function errorCode(response: WireResponse, place: Place): string | undefined {
  const inBody = jsonBody(response)?.['error'];
  const body = typeof inBody === 'string' ? inBody : undefined;
  const inChallenge =
    challengeOf(response, 'DPoP')?.params.get('error') ??
    challengesOf(response)
      .find((challenge) => challenge.params.has('error'))
      ?.params.get('error');
  // A record holds no lone surrogates.
  const code = (isResourcePlace(place) ? (inChallenge ?? body) : (body ?? inChallenge))?.toWellFormed();
  return code !== undefined && code.length > longestCode ? `a text of ${code.length} characters` : code;
}

export function isResourcePlace(place: Place): boolean {
  return place === 'resource' || place === 'resource-metadata';
}

export function nonceOf(response: WireResponse): string | undefined {
  return fieldValues(response, 'dpop-nonce').at(-1);
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Header and claims of a JWT that is not encrypted, where both are JSON objects; nothing is verified. */
export function readJwt(text: string): { readonly header: JsonObject; readonly claims: JsonObject } | undefined {
  const [header, claims, signature] = text.split('.');
  if (header === undefined || claims === undefined || signature === undefined) return undefined;
  const parts = [header, claims].map((part) => jsonObject(Buffer.from(part, 'base64url').toString('utf8')));
  return parts[0] === undefined || parts[1] === undefined ? undefined : { header: parts[0], claims: parts[1] };
}

/** The `jkt` of a `cnf` member, however broken the rest is. */
export function jktOf(document: Readonly<Record<string, unknown>> | undefined): unknown {
  const cnf = document?.['cnf'];
  return typeof cnf === 'object' && cnf !== null ? (cnf as Record<string, unknown>)['jkt'] : undefined;
}
