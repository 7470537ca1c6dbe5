import type { AnswerOp } from '../../../suite/client/answer-ops.ts';
import type { PeerPlace, PostureRule } from '../../../suite/client/posture.ts';
import type { Scene } from '../vocabulary/draw.ts';
import { type Demand, one } from './demand.ts';

/** What follows from that which servers say of themselves. */
export function serverDemands(scene: Scene): readonly Demand[] {
  return [...issuers(scene), ...listedAlgorithms(scene), ...refusals(scene)];
}

function opsAt({ posture }: Scene, at: PeerPlace): readonly AnswerOp[] {
  return posture.filter((rule) => rule.at === at).flatMap(({ give }) => give);
}

/** @see https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3 */
function issuers(scene: Scene): readonly Demand[] {
  const [only, other] = scene.posture;
  if (only === undefined || other !== undefined || only.nth !== undefined || only.when !== undefined) return [];
  const [op, second] = only.give;
  if (op === undefined || second !== undefined) return [];
  if (only.at === 'metadata' && op.op === 'member-set' && op.name === 'issuer' && op.value !== null)
    return [
      one('leaves an authorization server whose metadata name another issuer', 'RFC8414-3.3-01', [
        { that: { see: 'nothing-reaches', at: 'token', what: 'request' } },
      ]),
    ];
  if (only.at === 'authorization' && op.op === 'callback' && op.name === 'iss')
    return [one('sends no code that came with another iss', 'SOLID-06', [{ that: { see: 'not-used', what: 'code' } }])];
  return [];
}

const known = ['ES256', 'ES384', 'ES512', 'PS256', 'RS256', 'Ed25519', 'EdDSA'];

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5.1 */
function listedAlgorithms(scene: Scene): readonly Demand[] {
  const [only, other] = scene.posture;
  const [op, second] = opsAt(scene, 'metadata');
  if (only?.at !== 'metadata' || only.nth !== undefined || other !== undefined || second !== undefined) return [];
  if (op?.op !== 'member-set' || op.name !== 'dpop_signing_alg_values_supported' || !Array.isArray(op.value)) return [];
  const listed = op.value;
  if (listed.length === 0 || !listed.every((alg) => known.includes(alg))) return [];
  const isEdwards = listed.some((alg) => alg === 'EdDSA' || alg === 'Ed25519');
  const of = isEdwards ? [...new Set([...listed, 'EdDSA', 'Ed25519'])] : [...listed];
  return [
    one('signs with an algorithm that is listed, or stops', 'RFC9449-5.1-06', [{ that: { see: 'algorithms', of } }]),
  ];
}

/** Only where every request there is refused, and one request is all that the task takes. */
function refusals({ task, posture }: Scene): readonly Demand[] {
  const [only, other] = posture;
  if (only === undefined || other !== undefined || only.nth !== undefined || !isRefused(only)) return [];
  const hasNonce = only.give.some(({ op }) => op === 'nonce');
  const { at } = only;
  const calls = task.steps.filter((step) => step.do !== 'token');
  const isOfCode = task.grant === 'authorization_code' && calls.every((step) => step.do === 'call');
  const check = { that: { see: 'stops', at, within: 0 } } as const;
  if (at === 'token' && hasNonce && isOfCode)
    return [one('stops at a refused code, though a nonce comes with the refusal', 'RFC9449-8-C3', [check])];
  const isOneCall =
    calls.length === 1 && calls.every((step) => step.do === 'call' && step.at === at && step.parallel === 1);
  if (at === 'resource' && !hasNonce && isOneCall) return [one('stops at invalid_token', 'RFC9449-9-C1', [check])];
  return [];
}

const final: ReadonlySet<string> = new Set(['invalid_grant', 'invalid_token']);

function isRefused({ at, when, give }: PostureRule): boolean {
  const [first, ...rest] = give;
  const error = at === 'token' ? 'invalid_grant' : 'invalid_token';
  if (when?.nonce !== undefined || first?.op !== 'error' || first.error !== error || !final.has(first.error))
    return false;
  return first.status < 429 && rest.every((op) => op.op === 'nonce' && op.value === 'fresh' && op.lines === 1);
}
