import type { Defects } from '../defects.ts';
import { proofLines } from '../net/guard.ts';
import { jsonReply, type Incoming, type Reply } from '../net/message.ts';
import type { AsContext } from './context.ts';
import { readForm, type Form } from './form.ts';
import { authorizationCode, clientCredentials, exchanged, refresh, tokenExchange } from './grants.ts';
import { noStore, OauthError } from './oauth-error.ts';
import { identifySender, type Sender } from './proof-step.ts';

const grants = {
  client_credentials: clientCredentials,
  authorization_code: authorizationCode,
  refresh_token: refresh,
} as const;

/** RFC 6749 3.2 with RFC 9449 5. */
export async function tokenEndpoint(request: Incoming, context: AsContext): Promise<Reply> {
  const form = readForm(request);
  try {
    const sender = await identifySender(request, form, context, 'token');
    const body = grantFor(sender, form, request, context);
    return jsonReply(200, body, context.defects.has('no-store-missing') ? [] : [noStore]);
  } catch (error) {
    burnGrant(error, form, context);
    throw error;
  }
}

function grantFor(sender: Sender, form: Form, request: Incoming, context: AsContext) {
  const type = form.get('grant_type');
  if (type === undefined) throw new OauthError('invalid_request', 'grant_type is missing');
  if (type === tokenExchange && context.policy.tokenExchange) {
    requireProof(sender, { type: 'client_credentials', request }, context);
    return exchanged(sender, form, context);
  }
  if (!isGrant(type)) throw new OauthError('unsupported_grant_type', 'no such grant');
  if (!sender.client.grants.includes(type)) throw new OauthError('unauthorized_client', 'not a grant of this client');
  requireProof(sender, { type, request }, context);
  return grants[type](sender, form, context);
}

/** RFC 9449 5.2. */
function requireProof(
  { client, proof }: Sender,
  { type, request }: { readonly type: keyof typeof grants; readonly request: Incoming },
  context: AsContext,
): void {
  const { defects, policy } = context;
  const demanded = policy.proofRequired && !policy.proofExcused.includes(type);
  const flagged = demanded || (client.dpopBoundAccessTokens && !isExcused(type, defects));
  const lines = proofLines(request, context);
  const isUnflagged = context.store.clients.get(client.clientId)?.client.dpopBoundAccessTokens === false;
  if (isUnflagged && lines.length > 0 && defects.has('registered-unflagged-proof-refused'))
    throw new OauthError('invalid_request', 'this client sends no proofs');
  // A defect may have dropped an invalid proof. Such a proof does not count as missing.
  const missing = proof.kind === 'absent' && lines.every((line) => line === '');
  if (lines.length > 0 && defects.has('bound-client-empty-header')) return;
  if (missing && (flagged || defects.has('unflagged-client-refused'))) {
    throw new OauthError(policy.missingProofCode, 'this client has to send a proof');
  }
}

/** Defects: no proof is asked for, at all or beside one grant. */
function isExcused(type: keyof typeof grants, defects: Defects): boolean {
  return (
    defects.has('bound-client-bearer') ||
    (type === 'authorization_code' && defects.has('bound-client-code-bearer')) ||
    (type === 'refresh_token' && defects.has('bound-client-refresh-bearer'))
  );
}

function burnGrant(error: unknown, form: Form, { policy, defects, store }: AsContext): void {
  if (!(error instanceof OauthError)) return;
  const challenge = error.code === 'use_dpop_nonce';
  const badProof = error.code === 'invalid_dpop_proof';
  const burns = policy.burnsGrantOnFailure && !challenge;
  const burnsCode =
    (badProof && defects.has('code-burnt-by-bad-proof')) || (challenge && defects.has('code-burnt-by-challenge'));
  if (burns || burnsCode) store.codes.delete(form.get('code') ?? '');
  const burnsToken =
    (badProof && defects.has('refresh-burnt-by-bad-proof')) || (challenge && defects.has('refresh-burnt-by-challenge'));
  if (burns || burnsToken) {
    store.refreshTokens.delete(form.get('refresh_token') ?? '');
  }
}

function isGrant(type: string): type is keyof typeof grants {
  return Object.hasOwn(grants, type);
}
