import { urnGrants } from '../../../plan/ability.ts';
import { lawfulChallenges } from '../oracle/lawful-challenges.ts';
import type { AnswerOp } from '../../../suite/client/answer-ops.ts';
import type { PeerPlace, PostureRule } from '../../../suite/client/posture.ts';
import type { Task } from '../../../suite/client/task.ts';

/** Where answers are changed. At the other places no client that is judged asks anything. */
export const fuzzedPlaces = ['token', 'resource', 'par', 'resource2', 'authorization', 'metadata', 'jwks'] as const;
export type FuzzedPlace = (typeof fuzzedPlaces)[number] & PeerPlace;

/** How often each is drawn. */
export const placeWeights: Readonly<Record<FuzzedPlace, number>> = {
  token: 8,
  resource: 8,
  par: 3,
  resource2: 3,
  authorization: 2,
  metadata: 2,
  jwks: 1,
};

/** The places that a client asks while it does a task. */
export function placesOf({ grant, steps }: Task): readonly FuzzedPlace[] {
  const isCalled = (at: PeerPlace): boolean =>
    steps.some((step) => (step.do === 'call' ? step.at === at : step.do === 'calls-of-two' && at === 'resource'));
  const isPushed = steps.some((step) => step.do === 'token' && step.par === true);
  return fuzzedPlaces.filter((at) => {
    if (at === 'resource' || at === 'resource2') return isCalled(at);
    if (at === 'par') return isPushed;
    return at !== 'authorization' || grant === 'authorization_code';
  });
}

const everywhere: readonly PeerPlace[] = fuzzedPlaces;
const ofProofs: readonly PeerPlace[] = ['token', 'par', 'resource', 'resource2'];
const ofResources: readonly PeerPlace[] = ['resource', 'resource2'];
const withMembers: readonly PeerPlace[] = ['token', 'par', 'metadata', 'jwks', 'resource', 'resource2'];

/** Where an op says something. One that is not named here is tried everywhere. */
const placesOfOp: Partial<Record<AnswerOp['op'], readonly PeerPlace[]>> = {
  'demand-nonce': ofProofs,
  challenge: ofResources,
  callback: ['authorization'],
  token: ['token'],
  'member-set': withMembers,
  'member-remove': withMembers,
};

export function isOpFor(at: PeerPlace, { op }: Pick<AnswerOp, 'op'>): boolean {
  return (placesOfOp[op] ?? everywhere).includes(at);
}

const listed = 'dpop_signing_alg_values_supported';
const elsewhere = { op: 'redirect', status: 307, to: 'other-origin' } as const;

/** Changes for which there is a reason, drawn more often than others. */
const reasons: readonly AnswerOp[] = [
  { op: 'demand-nonce', nonce: 'fresh', field: true, description: true },
  { op: 'demand-nonce', nonce: 'same', field: true, description: true },
  { op: 'demand-nonce', nonce: 'fresh', field: false, description: true },
  { op: 'nonce', value: 'fresh', name: 'DPoP-Nonce', lines: 1 },
  elsewhere,
  { op: 'redirect', status: 307, to: 'same-origin' },
  { op: 'cut', after: 0 },
  { op: 'error', status: 401, error: 'invalid_token' },
  { op: 'error', status: 503, error: 'temporarily_unavailable' },
];

const ofPlace: Partial<Record<PeerPlace, readonly AnswerOp[]>> = {
  token: [
    { op: 'member-set', name: 'token_type', value: 'Bearer' },
    { op: 'member-set', name: 'token_type', value: 'dpop' },
    { op: 'error', status: 400, error: 'invalid_grant' },
  ],
  resource: [{ op: 'challenge', lines: ['Bearer realm="r", DPoP error="use_dpop_nonce", algs="ES256 PS256"'] }],
  metadata: [
    { op: 'member-set', name: 'issuer', value: 'https://other.example' },
    ...[['ES384'], ['ES512'], ['PS256'], ['RS256'], ['Ed25519'], ['EdDSA']].map((value): AnswerOp => ({
      op: 'member-set',
      name: listed,
      value,
    })),
    { op: 'member-remove', name: listed },
  ],
  authorization: [{ op: 'callback', name: 'iss', value: 'https://other.example' }],
};

export function opsWorthTrying(at: PeerPlace): readonly AnswerOp[] {
  return [...(ofPlace[at] ?? []), ...reasons.filter((op) => isOpFor(at, op))];
}

/** Conditions for which there is a reason: the usual one of a demand first. */
export const conditions: readonly NonNullable<PostureRule['when']>[] = [
  { nonce: 'not-newest', proof: true },
  { nonce: 'absent', proof: true },
  { nonce: 'newest' },
  { grant: 'refresh_token' },
  { grant: 'authorization_code' },
];

const demanded = { nonce: 'not-newest', proof: true } as const;
const demand: Extract<AnswerOp, { op: 'demand-nonce' }> = {
  op: 'demand-nonce',
  nonce: 'fresh',
  field: true,
  description: true,
};
const given: AnswerOp = { op: 'nonce', value: 'fresh', name: 'DPoP-Nonce', lines: 1 };
/** All that a nonce may be made of beside letters and digits (RFC 9449 §8.1). */
const oddCharacters = "!#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~";
const respelt: AnswerOp = { op: 'field-name', name: 'DPoP-Nonce', to: 'dpop-nonce' };

/** By which a client that has a token gets another one, by the step of the task. */
const laterGrants = { refresh: 'refresh_token', exchange: urnGrants.exchange } as const;

/** Whole rules for which there is a reason: nonces as lawful servers demand them, in lawful spellings. */
export function rulesWorthTrying(at: PeerPlace): readonly PostureRule[] {
  if (!ofProofs.includes(at)) return [];
  const challenged = ofResources.includes(at)
    ? lawfulChallenges.map(({ lines }): AnswerOp[] => [demand, { op: 'challenge', lines: [...lines] }])
    : [];
  const demands: readonly AnswerOp[][] = [
    [demand],
    [{ ...demand, description: false }],
    [demand, respelt],
    [{ ...demand, nonce: { length: 512 } }],
    [{ ...demand, nonce: { literal: oddCharacters } }],
    ...challenged,
  ];
  return [
    ...demands.map((give): PostureRule => ({ at, when: demanded, give })),
    ...(at === 'token' ? Object.values(laterGrants) : []).map((grant) => ({
      at,
      when: { ...demanded, grant },
      give: [demand],
    })),
    { at, when: { nonce: 'absent', proof: true }, give: [demand] },
    { at, give: [given] },
    { at, nth: 1, give: [given] },
    { at, when: { nonce: 'newest' }, give: [given] },
    { at, nth: { from: 1, to: 2 }, give: [given] },
  ];
}

/** Whether a token request with this grant comes, where only one with it is answered otherwise. */
function isAsked(grant: string | undefined, { steps }: Task): boolean {
  const later = new Map<string, string>(Object.entries(laterGrants));
  return grant === undefined || steps.some((step) => later.get(step.do) === grant);
}

/** Whole postures for which there is a reason: each of those rules and ops alone, and nonces that change while a client goes on. */
export function posturesWorthTrying(task: Task): readonly (readonly PostureRule[])[] {
  return placesOf(task).flatMap((at) => {
    const ops = opsWorthTrying(at).map((op): PostureRule => ({ at, give: [op] }));
    const rules = rulesWorthTrying(at).filter(({ when }) => isAsked(when?.grant, task));
    const alone = [...rules, ...ops].map((rule) => [rule]);
    if (!ofProofs.includes(at)) return alone;
    const changing: readonly PostureRule[][] = [
      [
        { at, when: { nonce: 'absent', proof: true }, give: [demand] },
        { at, when: { nonce: 'newest' }, give: [given] },
      ],
      [
        { at, nth: 1, give: [given] },
        { at, nth: 2, when: { proof: true }, give: [demand] },
      ],
    ];
    return [...alone, ...changing];
  });
}
