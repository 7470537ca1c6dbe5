import { forwardedFields } from '../net/forwarded.ts';
import { proofLines } from '../net/guard.ts';
import { nonceHolder } from '../net/holder.ts';
import { headerLines, type Incoming } from '../net/message.ts';
import { readProofKey } from '../proof/keys.ts';
import { thumbprint } from '../proof/thumbprint.ts';
import { publicSigningJwk } from '../token.ts';
import { checkProof, type ProofResult } from '../proof-check.ts';
import { authenticateClient } from './client-auth.ts';
import { referenceClients, type ReferenceClient } from './clients.ts';
import type { Defects } from '../defects.ts';
import type { AsContext } from './context.ts';
import type { Form } from './form.ts';
import { isIdTokenOf } from './id-token.ts';
import { OauthError } from './oauth-error.ts';
import { defectsAt, isExcusedBeside, nonceCare } from './place-defects.ts';

export type AcceptedProof = Exclude<ProofResult, { readonly kind: 'refused' }>;

export interface Sender {
  readonly client: ReferenceClient;
  readonly proof: AcceptedProof;
}

type Attempt = { readonly request: Incoming; readonly form: Form; readonly proof: AcceptedProof };

/** Finds the client of a token or PAR request and its proof. The RFCs leave the order of the two steps open. */
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
  const attempt = { request, form, proof };
  return { client: excusedClient(attempt, context, endpoint) ?? authenticate(attempt, context), proof };
}

async function acceptProof(
  request: Incoming,
  form: Form,
  context: AsContext,
  endpoint: 'token' | 'par',
): Promise<AcceptedProof> {
  const { defects, policy } = context;
  const asking = { form, endpoint };
  const care = nonceCare(asking, context);
  const isEmpty = proofLines(request, context).join('') === '';
  const unseen =
    endpoint === 'par' &&
    ((form.has('dpop_jkt') && defects.has('par-proof-unchecked-beside-jkt')) ||
      (isEmpty && defects.has('par-empty-header-ignored')));
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
      ...care,
      nonceOptional: care.nonceOptional || (endpoint === 'par' && policy.parNonce === 'not-demanded'),
      nonceHolder: nonceHolder(request, context),
    },
    { ...context, defects: defectsAt(asking, defects) },
  );
  if (result.kind !== 'refused') return result;
  if (result.code === 'use_dpop_nonce') throw nonceError(result.reason, context);
  if (endpoint === 'token' && defects.has('invalid-proof-bearer')) return { kind: 'absent', emptyHeader: false };
  if (endpoint === 'token' && defects.has('garbage-htu-bearer') && result.check === 'htu-syntax') {
    return { kind: 'absent', emptyHeader: false };
  }
  if (endpoint === 'par' && defects.has('par-proof-unchecked')) return { kind: 'absent', emptyHeader: false };
  throw new OauthError(badProofCode(result.check, context), result.reason, defects.has('bad-proof-401') ? 401 : 400);
}

function badProofCode(check: string, { defects, policy }: AsContext): string {
  if (defects.has('proof-error-unregistered')) return 'invalid_dpop';
  if (defects.has('proof-error-invalid-grant')) return 'invalid_grant';
  return check === 'two-proofs' ? policy.twoProofsCode : policy.asBadProofCode;
}

/** The path to compare with the proof. Two defects accept the path of the other endpoint where the proof names it. */
function mistakenTarget(request: Incoming, endpoint: 'token' | 'par', defects: Defects): string {
  const other = endpoint === 'par' ? '/token' : '/par';
  const mistakes = defects.has(endpoint === 'par' ? 'par-takes-token-htu' : 'token-takes-par-htu');
  const [, payload = ''] = headerLines(request, 'dpop')[0]?.split('.') ?? [];
  const names = Buffer.from(payload, 'base64url').toString().includes(`${other}"`);
  return mistakes && names ? other : request.target;
}

/** Two defects mistake JWTs of other kinds for proofs made with the key that signed them. */
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

/** The client of a request without credentials, where a defect accepts the proof instead. */
function excusedClient({ request, form, proof }: Attempt, { defects }: AsContext, endpoint: 'token' | 'par') {
  const everywhere = defects.has(endpoint === 'token' ? 'proof-replaces-secret' : 'par-proof-replaces-secret');
  const excused = everywhere || isExcusedBeside({ form, endpoint }, defects);
  const silent = !form.has('client_secret') && !form.has('client_assertion');
  const credentials = headerLines(request, 'authorization').length > 0;
  if (!excused || proof.kind !== 'valid' || !silent || credentials) return undefined;
  return referenceClients.find(({ clientId }) => clientId === form.get('client_id'));
}

function authenticate({ request, form, proof }: Attempt, context: AsContext): ReferenceClient {
  const isRefused = context.defects.has('secret-post-without-dpop');
  if (isRefused && proof.kind === 'valid' && form.has('client_secret')) {
    throw new OauthError('invalid_client', 'client_secret_post is not supported with DPoP', 401);
  }
  return authenticateClient(request, form, context);
}
