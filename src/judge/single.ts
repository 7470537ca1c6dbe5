import { isObject, type JsonObject, parse } from './json-text.ts';

/** The value that software which converts types finds in an array of one. */
export const single = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

export type EmbeddedJwk = { readonly jwk: JsonObject; readonly lax?: true };

/** The jwk of a proof. `lax`: it is text, an array of one or a set of one, which no server has to accept. */
export const embeddedJwk = ({ header }: { readonly header: JsonObject }): EmbeddedJwk | undefined => {
  const { jwk } = header;
  const one = single(typeof jwk === 'string' ? parse(jwk) : jwk);
  const key = isObject(one) && one['kty'] === undefined && 'keys' in one ? single(one['keys']) : one;
  if (!isObject(key)) return undefined;
  return key === jwk ? { jwk: key } : { jwk: key, lax: true };
};
