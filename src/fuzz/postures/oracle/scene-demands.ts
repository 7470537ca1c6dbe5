import type { AnswerOp } from '../../../suite/client/answer-ops.ts';
import type { PeerPlace, PostureRule } from '../../../suite/client/posture.ts';
import type { Scene } from '../vocabulary/draw.ts';
import { asksAgain } from './asking.ts';
import { type Demand, one } from './demand.ts';
import { completion } from './completion.ts';
import { serverDemands } from './server-demands.ts';
import { separateNonces, steadyDemands } from './steady-demands.ts';

/**
 * What follows from how the servers answer, each with the grade of the cases about it. Where two causes could be meant, nothing is
 * demanded.
 */
export function demandsOfScene(scene: Scene): readonly Demand[] {
  return [
    ...redirects(scene),
    ...againAt(scene),
    ...otherTypes(scene),
    ...wholeBodies(scene),
    ...ownTokens(scene),
    ...asksAgain(scene),
    ...completion(scene),
    ...steadyDemands(scene),
    ...separateNonces(scene),
    ...serverDemands(scene),
  ];
}

function has(rule: PostureRule, test: (op: AnswerOp) => boolean): boolean {
  return rule.give.some(test);
}

function placesWith({ posture }: Scene, test: (op: AnswerOp) => boolean): readonly PeerPlace[] {
  return [...new Set(posture.filter((rule) => has(rule, test)).map(({ at }) => at))];
}

const ofServer: readonly PeerPlace[] = ['token', 'par'];
const ofResource: readonly PeerPlace[] = ['resource', 'resource2'];
const foreign = { see: 'nothing-reaches', at: 'foreign' } as const;

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4 */
function redirects(scene: Scene): readonly Demand[] {
  const away = placesWith(scene, (op) => op.op === 'redirect' && op.to === 'other-origin');
  const within = placesWith(scene, (op) => op.op === 'redirect' && op.to === 'same-origin');
  const isFrom = (places: readonly PeerPlace[]): boolean => away.length > 0 && away.every((at) => places.includes(at));
  return [
    ...(isFrom(ofServer)
      ? [
          one('keeps token requests from another origin', 'RFC9449-2-C1', [
            { that: { ...foreign, what: 'grant' } },
            { that: { ...foreign, what: 'proof' } },
          ]),
        ]
      : []),
    ...(isFrom(ofResource)
      ? [
          one('takes neither token nor proof along to another origin', 'RFC9449-4-03', [
            { that: { ...foreign, what: 'token-and-proof' } },
            { that: { ...foreign, what: 'token' }, atMost: 'warn' },
            { that: { ...foreign, what: 'proof' }, atMost: 'warn' },
          ]),
        ]
      : []),
    ...within
      .filter((at) => ofResource.includes(at))
      .map((at) =>
        one('makes a new proof for the target of a redirect, or does not follow', 'RFC9449-4-03', [
          { that: { see: 'fresh-proofs', at }, atMost: 'warn' },
          { that: { see: 'proof-fits', at }, atMost: 'warn' },
        ]),
      ),
  ];
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.3 */
function againAt(scene: Scene): readonly Demand[] {
  const isFailure = (op: AnswerOp): boolean => op.op === 'cut' || (op.op === 'error' && op.status >= 429);
  const isMoved = placesWith(scene, (op) => op.op === 'redirect').length > 0;
  const places = placesWith(scene, isFailure).filter((at) => [...ofServer, ...ofResource].includes(at));
  if (isMoved) return [];
  return places.map((at) =>
    one('makes a new proof for each try of a request', 'RFC9449-7.3-01', [
      { that: { see: 'fresh-proofs', at }, atMost: 'warn' },
    ]),
  );
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5 */
function otherTypes({ posture }: Scene): readonly Demand[] {
  return posture.flatMap((rule, index) => {
    if (rule.at !== 'token') return [];
    const types = rule.give.flatMap((op) => (op.op === 'member-set' && op.name === 'token_type' ? [op.value] : []));
    const type = types.at(-1);
    if (typeof type !== 'string' || type === '' || type.toLowerCase() === 'dpop') return [];
    const isBearer = type.toLowerCase() === 'bearer';
    return [
      one(
        isBearer
          ? 'discards a token of the type Bearer where it wants a bound one'
          : 'uses no token of a type that it does not know',
        isBearer ? 'RFC9449-5-12' : 'RFC6749-7.1-01',
        [{ that: { see: 'not-used', what: 'token', rule: index }, isOfLibrary: true }],
      ),
    ];
  });
}

/** What comes back after an answer there: the whole body, or nothing. */
function wholeBodies({ task, posture }: Scene): readonly Demand[] {
  const calls = task.steps.filter((step) => step.do !== 'token');
  // With several calls nobody could say which one comes back.
  const writes = calls.flatMap((step) =>
    calls.length === 1 && step.do === 'call' && step.body !== undefined ? [{ at: step.at, body: step.body }] : [],
  );
  return writes.flatMap(({ at, body }) => {
    const rule = posture.findIndex((each) => each.at === at);
    const check = { that: { see: 'whole-body', at, body, rule } } as const;
    return rule === -1 ? [] : [one('sends the whole body again with the retry', 'RFC9449-9-C2', [check])];
  });
}

/** Only where no answer has a token that was not issued. */
function ownTokens({ task, posture }: Scene): readonly Demand[] {
  const isShared = task.steps.some((step) => step.do === 'calls-of-two');
  const isSound = posture.every((rule) => rule.at !== 'token' || rule.give.every(({ op }) => keepsTokens.has(op)));
  return isShared && isSound
    ? [one('keeps the tokens of two sessions apart', 'RFC9449-7-C1', [{ that: { see: 'own-token' } }])]
    : [];
}

const keepsTokens: ReadonlySet<AnswerOp['op']> = new Set(['demand-nonce', 'nonce', 'error', 'delay']);
