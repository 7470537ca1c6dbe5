import { forwardedHost, proofLines } from '../net/guard.ts';
import { headerLines, type Incoming } from '../net/message.ts';
import { checkProof, type ProofResult } from '../proof-check.ts';
import { authenticateClient } from './client-auth.ts';
import { referenceClients, type ReferenceClient } from './clients.ts';
import type { AsContext } from './context.ts';
import type { Form } from './form.ts';
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
    return { client, proof: await acceptProof(request, context, endpoint) };
  }
  const proof = await acceptProof(request, context, endpoint);
  return { client: authenticateOrExcuse(request, form, proof, context, endpoint), proof };
}

async function acceptProof(request: Incoming, context: AsContext, endpoint: 'token' | 'par'): Promise<AcceptedProof> {
  const { defects, policy } = context;
  const result = await checkProof(
    {
      method: request.method,
      target: request.target,
      host: request.host,
      forwardedHost: forwardedHost(request),
      lines: proofLines(request, context),
      nonceOptional: endpoint === 'par' && defects.has('par-nonce-not-demanded'),
    },
    context,
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
