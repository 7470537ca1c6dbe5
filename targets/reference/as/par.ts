import { randomBytes } from 'node:crypto';
import { jsonReply, type Incoming, type Reply } from '../net/message.ts';
import { readAuthorizationRequest, readClientAndRedirect } from './authorization-request.ts';
import type { AsContext } from './context.ts';
import { readForm, type Form } from './form.ts';
import { thumbprintOf } from './grants.ts';
import { noStore, OauthError } from './oauth-error.ts';
import { prune } from './store.ts';
import { identifySender, type AcceptedProof } from './proof-step.ts';

const lifetime = 90;

/** RFC 9126 2 with RFC 9449 10.1. */
export async function pushedAuthorizationRequest(request: Incoming, context: AsContext): Promise<Reply> {
  if (context.policy.par === 'none') throw new OauthError('not_found', 'there is no PAR', 404);
  const form = parForm(readForm(request), context);
  const { client, proof } = await identifySender(request, form, context, 'par');
  if (client.auth === 'none' && context.policy.par === 'for-confidential-clients')
    throw new OauthError('invalid_client', 'only clients that authenticate may push requests', 401);
  if (form.has('request_uri')) throw new OauthError('invalid_request', 'request_uri has no place in a pushed request');
  const named = new Map([...form, ['client_id', client.clientId]]);
  if ((form.get('client_id') ?? client.clientId) !== client.clientId) {
    throw new OauthError('invalid_request', 'another client_id');
  }
  const { redirectUri } = readClientAndRedirect(named);
  const pushed = readAuthorizationRequest(form, client, redirectUri, context);
  const dpopJkt = bindingKey(pushed.dpopJkt, proof, context);
  demandBinding(form, proof, context);
  const binding = pushed.dpopJkt === undefined ? 'pushed proof' : 'pushed dpop_jkt';
  const requestUri = `urn:ietf:params:oauth:request_uri:${randomBytes(24).toString('base64url')}`;
  prune(context.store.pushed, context.now());
  context.store.pushed.set(requestUri, { ...pushed, dpopJkt, binding, expires: context.now() + lifetime });
  const status = context.defects.has('par-status-200') ? 200 : 201;
  return jsonReply(status, { request_uri: requestUri, expires_in: lifetime }, [noStore]);
}

function parForm(form: Form, { defects }: AsContext): Form {
  const malformed = !/^[A-Za-z0-9_-]{43}$/.test(form.get('dpop_jkt') ?? '');
  if (!defects.has('par-dpop-jkt-malformed-ignored') || !malformed) return form;
  return new Map([...form].filter(([name]) => name !== 'dpop_jkt'));
}

function demandBinding(form: Form, proof: AcceptedProof, { policy }: AsContext): void {
  if (policy.codeBinding === 'optional' || thumbprintOf(proof) !== undefined) return;
  if (policy.codeBinding === 'by-proof') throw new OauthError('invalid_dpop_proof', 'a proof is required');
  if (!form.has('dpop_jkt')) throw new OauthError('invalid_request', 'dpop_jkt or a proof is required');
}

/** RFC 9449 10.1: a request may use both mechanisms, which have to agree. */
function bindingKey(named: string | undefined, proof: AcceptedProof, { defects }: AsContext): string | undefined {
  const proved = thumbprintOf(proof);
  if (named !== undefined && proved === undefined && defects.has('par-dpop-jkt-needs-proof')) {
    throw new OauthError('invalid_request', 'dpop_jkt without a proof');
  }
  if (named !== undefined && proved !== undefined) {
    const conflict = named !== proved && !defects.has('par-conflict-accepted');
    if (conflict || defects.has('par-agreement-refused')) {
      throw new OauthError('invalid_dpop_proof', 'dpop_jkt is not the thumbprint of the proof key');
    }
  }
  const fromBody = defects.has('par-dpop-jkt-ignored') ? undefined : named;
  return fromBody ?? (defects.has('par-proof-not-binding') ? undefined : proved);
}
