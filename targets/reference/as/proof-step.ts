import { forwardedFields, proofLines } from '../net/guard.ts';
import { nonceHolder } from '../net/holder.ts';
import { headerLines, type Incoming } from '../net/message.ts';
import { readProofKey } from '../proof/keys.ts';
import { thumbprint } from '../proof/thumbprint.ts';
import { publicSigningJwk } from '../token.ts';
import { checkProof, type ProofResult } from '../proof-check.ts';
import { authenticateClient } from './client-auth.ts';
import { referenceClients, type ReferenceClient } from './clients.ts';
import type { Defect, Defects } from '../defects.ts';
import type { AsContext } from './context.ts';
import type { Form } from './form.ts';
import { isIdTokenOf } from './id-token.ts';
import { OauthError } from './oauth-error.ts';

export type AcceptedProof = Exclude<ProofResult, { readonly kind: 'refused' }>;

export interface Sender {
  readonly client: ReferenceClient;
  readonly proof: AcceptedProof;
}

/** Who sends a token or PAR request and with which key; the RFCs leave the order of the two steps open. */
export async function identifySender(
  request: Incoming,
  form: Form,
  context: AsContext,
  endpoint: 'token' | 'par',
): Promise<Sender> {
  if (context.policy.clientAuthFirst) {
    const client = authenticateClient(request, form, context);
    return { client, proof: await acceptProof(request, form, context, endpoint) };
  }
  const proof = await acceptProof(request, form, context, endpoint);
  return { client: authenticateOrExcuse(request, form, proof, context, endpoint), proof };
}

async function acceptProof(
  request: Incoming,
  form: Form,
  context: AsContext,
  endpoint: 'token' | 'par',
): Promise<AcceptedProof> {
  const { defects, policy } = context;
  const unseen = endpoint === 'par' && form.has('dpop_jkt') && defects.has('par-proof-unchecked-beside-jkt');
  if (unseen) return { kind: 'absent', emptyHeader: false };
  const mistaken = mistakenProof(proofLines(request, context), form, context);
  if (mistaken !== undefined) return mistaken;
  const target = mistakenTarget(request, endpoint, defects);
  const result = await checkProof(
    {
      method: request.method,
      target,
      host: request.host,
      forwarded: forwardedFields(request),
      lines: proofLines(request, context),
      nonceOptional: endpoint === 'par' && policy.parNonce === 'not-demanded',
      nonceHolder: nonceHolder(request, context),
    },
    { ...context, defects: defectsOfGrant(form, defects) },
  );
  if (result.kind !== 'refused') return result;
  if (result.code === 'use_dpop_nonce') throw nonceError(result.reason, context);
  if (endpoint === 'token' && defects.has('invalid-proof-bearer')) return { kind: 'absent', emptyHeader: false };
  if (endpoint === 'token' && defects.has('garbage-htu-bearer') && result.check === 'htu-syntax') {
    return { kind: 'absent', emptyHeader: false };
  }
  if (endpoint === 'par' && defects.has('par-proof-unchecked')) return { kind: 'absent', emptyHeader: false };
  const code = defects.has('proof-error-unregistered') ? 'invalid_dpop' : policy.asBadProofCode;
  throw new OauthError(code, result.reason, defects.has('bad-proof-401') ? 401 : 400);
}

/** Defects that a grant has to itself, each by the one that has it everywhere. */
const ofGrants: readonly (readonly [own: Defect, grant: string, everywhere: Defect])[] = [
  ['code-proof-unsigned', 'authorization_code', 'signature-unchecked'],
  ['code-proof-htm-unchecked', 'authorization_code', 'htm-unchecked'],
  ['code-proof-htu-unchecked', 'authorization_code', 'htu-unchecked'],
  ['code-proof-iat-unchecked', 'authorization_code', 'iat-unchecked'],
  ['code-proof-jti-missing', 'authorization_code', 'jti-missing-accepted'],
  ['code-proof-replayed', 'authorization_code', 'replay-accepted'],
  ['refresh-proof-unsigned', 'refresh_token', 'signature-unchecked'],
  ['refresh-proof-htm-unchecked', 'refresh_token', 'htm-unchecked'],
  ['refresh-proof-htu-unchecked', 'refresh_token', 'htu-unchecked'],
  ['refresh-proof-iat-unchecked', 'refresh_token', 'iat-unchecked'],
  ['refresh-proof-jti-missing', 'refresh_token', 'jti-missing-accepted'],
  ['refresh-proof-replayed', 'refresh_token', 'replay-accepted'],
];

function defectsOfGrant(form: Form, defects: Defects): Defects {
  const found = ofGrants.find(([own, grant]) => defects.has(own) && form.get('grant_type') === grant);
  return found === undefined ? defects : new Set([...defects, found[2]]);
}

/** The path that a proof is compared with; two defects take the one of the other endpoint where the proof names it. */
function mistakenTarget(request: Incoming, endpoint: 'token' | 'par', defects: Defects): string {
  const other = endpoint === 'par' ? '/token' : '/par';
  const mistakes = defects.has(endpoint === 'par' ? 'par-takes-token-htu' : 'token-takes-par-htu');
  const [, payload = ''] = headerLines(request, 'dpop')[0]?.split('.') ?? [];
  const names = Buffer.from(payload, 'base64url').toString().includes(`${other}"`);
  return mistakes && names ? other : request.target;
}

/** JWTs of other kinds that two defects take for proofs of the key that signed them. */
function mistakenProof(
  lines: readonly string[],
  form: Form,
  { defects, origin, policy }: AsContext,
): AcceptedProof | undefined {
  const [line = ''] = lines;
  const isAssertion = defects.has('assertion-as-proof') && line !== '' && line === form.get('client_assertion');
  const isIdToken = defects.has('id-token-as-proof') && isIdTokenOf(line, origin);
  const { privateJwk } = referenceClients.find((client) => client.privateJwk) ?? {};
  const jwk = isAssertion ? privateJwk : isIdToken ? publicSigningJwk() : undefined;
  if (jwk === undefined) return undefined;
  const { kty, crv, x, y } = jwk;
  const key = readProofKey({ kty, crv, x, y }, defects, policy);
  return { kind: 'valid', key, jkt: thumbprint(key) };
}

/** RFC 9449 8: 400 and `use_dpop_nonce`. */
function nonceError(reason: string, { defects }: AsContext): OauthError {
  const code = defects.has('nonce-challenge-code') ? 'invalid_dpop_proof' : 'use_dpop_nonce';
  return new OauthError(code, reason, defects.has('nonce-challenge-401') ? 401 : 400);
}

function authenticateOrExcuse(
  request: Incoming,
  form: Form,
  proof: AcceptedProof,
  context: AsContext,
  endpoint: 'token' | 'par',
): ReferenceClient {
  const { defects } = context;
  const excused = defects.has(endpoint === 'token' ? 'proof-replaces-secret' : 'par-proof-replaces-secret');
  const silent = !form.has('client_secret') && !form.has('client_assertion');
  const client = referenceClients.find(({ clientId }) => clientId === form.get('client_id'));
  const credentials = headerLines(request, 'authorization').length > 0;
  if (excused && proof.kind === 'valid' && silent && !credentials && client) return client;
  if (defects.has('secret-post-without-dpop') && proof.kind === 'valid' && form.has('client_secret')) {
    throw new OauthError('invalid_client', 'client_secret_post is not supported with DPoP', 401);
  }
  return authenticateClient(request, form, context);
}
