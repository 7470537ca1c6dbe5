import type { Op, OpOf } from '../../plan/ops.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { rememberState } from '../own-response.ts';
import { planFor } from '../plan.ts';
import { sendWith } from '../send-with.ts';
import { bodyOf } from '../sent.ts';
import { tokenless } from '../tokenless.ts';
import type { Requester } from './requester.ts';

/** Pushes an authorization request; returns the parameters that stand for it in the front channel (RFC 9126 §4). */
export async function pushed(
  requester: Requester,
  parameters: readonly Pair[],
  proof: WishedProof,
): Promise<readonly Pair[]> {
  return [
    ['client_id', requester.client.id],
    ['request_uri', await push(requester, parameters, proof)],
  ];
}

/**
 * Pushes an authorization request and returns its `request_uri`. Demands for a nonce are answered.
 * @throws Inapplicable where the server refuses such a request
 * @throws HarnessError `ERR_TOKEN_REQUEST` or `ERR_TOKEN_REFUSED` where the answer has no `request_uri`
 * @see RFC 9126 §2
 */
async function push({ bench, session }: Requester, grant: readonly Pair[], proof: WishedProof): Promise<string> {
  const ops = proofOps(proof);
  const plan = planFor({ bench, place: 'par', session }, { ops, grant });
  const sent = await sendWith(plan, () => Promise.resolve({ grant }));
  const requestUri = bodyOf(sent)?.['request_uri'];
  if (typeof requestUri === 'string') {
    rememberState(bench, requestUri, grant);
    bench.redactor.add(requestUri, 'request_uri');
    return requestUri;
  }
  if (sent.outcome.class === 'refused')
    throw new Inapplicable(`the authorization server takes no such pushed request (${sent.outcome.text})`);
  throw tokenless(sent, `${bench.as?.par ?? ''}: no request_uri (${sent.outcome.text})`);
}

type WishedProof = OpOf<'authorization'>['proof'];

function proofOps(proof: WishedProof): readonly Op[] {
  switch (proof) {
    case 'own':
      return [];
    case 'other':
      return [{ op: 'key', use: 'other' }];
    default:
      return [{ op: 'dpop-lines', lines: 'absent' }];
  }
}
