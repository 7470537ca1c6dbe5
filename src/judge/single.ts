import { isObject, type JsonObject, parse } from './json-text.ts';

/** What a reader who converts types finds in an array of one. */
export const single = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

export type EmbeddedJwk = { readonly jwk: JsonObject; readonly lax?: true };

/** The jwk of a proof; `lax`: written as text, in an array of one or as a set of one, as no reader has to take it. */
export const embeddedJwk = ({ header }: { readonly header: JsonObject }): EmbeddedJwk | undefined => {
  const { jwk } = header;
  const one = single(typeof jwk === 'string' ? parse(jwk) : jwk);
  const key = isObject(one) && one['kty'] === undefined && 'keys' in one ? single(one['keys']) : one;
  if (!isObject(key)) return undefined;
  return key === jwk ? { jwk: key } : { jwk: key, lax: true };
};
