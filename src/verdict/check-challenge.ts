import type { CheckOf } from '../suite/checks.ts';
import { challengeOf, challengesOf, fieldValues } from './answer.ts';
import { parseChallenges } from './challenges.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';

type ChallengeCheck = CheckOf<
  'challenge' | 'challenge-param' | 'challenge-grammar' | 'algs-well-formed' | 'challenge-metadata'
>;

export function checkChallenge(check: ChallengeCheck, answer: Answer): CheckResult {
  const { response } = answer;
  const lines = fieldValues(response, 'www-authenticate');
  const got = lines.length === 0 ? 'no WWW-Authenticate' : `WWW-Authenticate: ${lines.join(' | ')}`;
  switch (check.check) {
    case 'challenge':
      return result(challengeOf(response, check.scheme) !== undefined, `a challenge with scheme ${check.scheme}`, got);
    case 'challenge-param':
      return checkParam(check, answer, got);
    case 'challenge-grammar': {
      const { faults } = parseChallenges(lines);
      const expected = 'challenges as RFC 9110 §11.6.1 writes them';
      if (faults.length > 0) return result(false, expected, `${got} (${faults.join('; ')})`);
      return result(lines.length === 0 ? undefined : true, expected, got);
    }
    case 'algs-well-formed': {
      const algs = challengeOf(response, 'DPoP')?.params.get('algs');
      if (algs === undefined) return result(undefined, 'only where algs is present', got);
      const expected = 'algs: JWS algorithm names with one space between, no none, no MAC';
      return result(isAlgList(algs), expected, `algs=${JSON.stringify(algs)}`);
    }
    case 'challenge-metadata':
      return checkMetadataUrl(answer);
    default:
      check satisfies never;
      return result(undefined, '', '');
  }
}

function checkParam({ scheme, param, whereNamed }: CheckOf<'challenge-param'>, { response }: Answer, got: string) {
  const expected = `parameter ${param} in the ${scheme === undefined ? '' : `${scheme} `}challenge`;
  const all = challengesOf(response);
  const isNamed = all.some(({ params }) => params.has(param));
  // A 401 without any challenge breaks a rule of its own (RFC 9110 §15.5.2).
  const isElsewhere = (all.length === 0 && response.status === 401) || (whereNamed === true && !isNamed);
  if (isElsewhere) return result(undefined, expected, got);
  if (scheme === undefined) return result(isNamed, expected, got);
  const challenge = challengeOf(response, scheme);
  // So does a challenge of other schemes only.
  if (challenge === undefined && all.length > 0) return result(undefined, expected, got);
  return result(challenge?.params.has(param) === true, expected, got);
}

function checkMetadataUrl({ response, metadataUrl }: Answer): CheckResult {
  const named = challengesOf(response).flatMap(({ params }) => params.get('resource_metadata') ?? []);
  const got = named.join(' | ') || 'none named';
  if (metadataUrl === undefined || named.length === 0)
    return result(undefined, 'only where a challenge names metadata, and those of the resource are known', got);
  return result(
    named.every((url) => url === metadataUrl),
    `resource_metadata ${metadataUrl}`,
    got,
  );
}

/** RFC 9449 §7.1: a space-delimited list of JWS algorithms. */
function isAlgList(algs: string): boolean {
  const wellFormed = /^[A-Za-z0-9-]+( [A-Za-z0-9-]+)*$/.test(algs);
  return wellFormed && !algs.split(' ').some(isWeakAlg);
}

/** Algorithms that prove possession of no private key. */
export function isWeakAlg(alg: string): boolean {
  return /^(none|HS\d+)$/i.test(alg);
}
