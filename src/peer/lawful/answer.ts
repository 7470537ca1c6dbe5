import type { PeerPlace } from '../../suite/client/posture.ts';

/** An answer that can still be changed: a JSON body is kept as its members. */
export type Draft = {
  readonly status: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Readonly<Record<string, unknown>> | string;
};

/** What an authorization server has issued: with the thumbprint of the key where a proof came. */
export type Issued = { readonly token: string; readonly jkt?: string };

/** A lawful answer, and the token that it hands out. */
export type Lawful = { readonly draft: Draft; readonly issued?: Issued };

export function jsonAnswer(
  status: number,
  body: Readonly<Record<string, unknown>>,
  fields: Draft['fields'] = [],
): Draft {
  return { status, fields: [['Content-Type', 'application/json'], ['Cache-Control', 'no-store'], ...fields], body };
}

/** @see https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2 */
export function oauthError(status: number, error: string, description?: string): Draft {
  return jsonAnswer(status, { error, ...(description === undefined ? {} : { error_description: description }) });
}

/** The algorithms that the servers take and list. */
export const listedAlgs = ['ES256', 'ES384', 'ES512', 'PS256', 'RS256', 'EdDSA', 'Ed25519'] as const;

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.1 */
export function challenged(error: string | undefined, algs: readonly string[] = listedAlgs): Draft {
  const parameters = [...(error === undefined ? [] : [`error="${error}"`]), `algs="${algs.join(' ')}"`];
  return {
    status: 401,
    fields: [
      ['WWW-Authenticate', `DPoP ${parameters.join(', ')}`],
      ['Content-Type', 'application/json'],
    ],
    body: error === undefined ? {} : { error },
  };
}

export function isResource(at: PeerPlace): boolean {
  return at === 'resource' || at === 'resource2';
}
