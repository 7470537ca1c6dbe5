import { randomBytes } from 'node:crypto';
import { jsonReply, type Incoming, type Reply } from '../net/message.ts';
import { readAuthorizationRequest, readClientAndRedirect } from './authorization-request.ts';
import type { AsContext } from './context.ts';
import { readForm } from './form.ts';
import { thumbprintOf } from './grants.ts';
import { noStore, OauthError } from './oauth-error.ts';
import { prune } from './store.ts';
import { identifySender, type AcceptedProof } from './proof-step.ts';

const lifetime = 90;

/** RFC 9126 2 with RFC 9449 10.1. */
export async function pushedAuthorizationRequest(request: Incoming, context: AsContext): Promise<Reply> {
  const form = readForm(request);
  const { client, proof } = await identifySender(request, form, context, 'par');
  if (form.has('request_uri')) throw new OauthError('invalid_request', 'request_uri has no place in a pushed request');
  const named = new Map([...form, ['client_id', client.clientId]]);
  if ((form.get('client_id') ?? client.clientId) !== client.clientId) {
    throw new OauthError('invalid_request', 'another client_id');
  }
  const { redirectUri } = readClientAndRedirect(named);
  const pushed = readAuthorizationRequest(form, client, redirectUri, context);
  const dpopJkt = bindingKey(pushed.dpopJkt, proof, context);
  const requestUri = `urn:ietf:params:oauth:request_uri:${randomBytes(24).toString('base64url')}`;
  prune(context.store.pushed, context.now());
  context.store.pushed.set(requestUri, { ...pushed, dpopJkt, expires: context.now() + lifetime });
  const status = context.defects.has('par-status-200') ? 200 : 201;
  return jsonReply(status, { request_uri: requestUri, expires_in: lifetime }, [noStore]);
}

/** RFC 9449 10.1: both mechanisms, and they have to agree. */
function bindingKey(named: string | undefined, proof: AcceptedProof, { defects }: AsContext): string | undefined {
  const proved = thumbprintOf(proof);
  if (named !== undefined && proved !== undefined) {
    const conflict = named !== proved && !defects.has('par-conflict-accepted');
    if (conflict || defects.has('par-agreement-refused')) {
      throw new OauthError('invalid_dpop_proof', 'dpop_jkt is not the thumbprint of the proof key');
    }
  }
  const fromBody = defects.has('par-dpop-jkt-ignored') ? undefined : named;
  return fromBody ?? (defects.has('par-proof-not-binding') ? undefined : proved);
}
