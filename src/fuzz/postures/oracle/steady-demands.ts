import type { PeerPlace, PostureRule } from '../../../suite/client/posture.ts';
import type { Scene } from '../vocabulary/draw.ts';
import { type Demand, one } from './demand.ts';
import { isSmooth } from './lawful-answers.ts';

const ofServer: readonly PeerPlace[] = ['metadata', 'jwks', 'authorization', 'par', 'token'];

/** What follows from the task, where the answers are lawful and lead no client astray. */
export function steadyDemands(scene: Scene): readonly Demand[] {
  const { posture } = scene;
  return posture.every(isSmooth) ? [...sameKeys(scene), ...thumbprints(scene), ...freshAssertions(scene)] : [];
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5 */
function sameKeys({ task: { client, steps } }: Scene): readonly Demand[] {
  const isPublic = client === 'none' && steps.some((step) => step.do === 'refresh');
  return isPublic
    ? [one('refreshes with the same key as a public client', 'RFC9449-5-09', [{ that: { see: 'same-key' } }])]
    : [];
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-10 */
function thumbprints({ task: { steps } }: Scene): readonly Demand[] {
  const step = steps.find((each) => each.do === 'token');
  if (step?.dpopJkt !== true) return [];
  const isPushed = step.par === true;
  const check = { that: { see: 'dpop-jkt', at: isPushed ? 'par' : 'authorization' } } as const;
  return [one('names the thumbprint of its key in dpop_jkt', isPushed ? 'RFC9449-10.1-01' : 'RFC9449-10-04', [check])];
}

/** @see https://www.rfc-editor.org/rfc/rfc7523.html#section-3 */
function freshAssertions({ task, posture }: Scene): readonly Demand[] {
  return task.client === 'private_key_jwt' && posture.length > 0
    ? [one('makes a new client assertion for the retry', 'RFC7523-3-C1', [{ that: { see: 'fresh-assertions' } }])]
    : [];
}

/** The nonce of OpenID Connect is another one. Judged where only the authorization server gives nonces. */
export function separateNonces({ task, posture }: Scene): readonly Demand[] {
  const gives = ({ give }: PostureRule): boolean => give.some(({ op }) => op === 'nonce' || op === 'demand-nonce');
  const isOfServer = posture.some(gives) && posture.every((rule) => ofServer.includes(rule.at));
  if (task.grant !== 'authorization_code' || !isOfServer) return [];
  return [
    one('keeps the nonce of OpenID Connect apart from that of DPoP', 'RFC9449-9-08', [{ that: { see: 'own-nonces' } }]),
  ];
}
