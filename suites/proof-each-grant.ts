import type { Op } from '../src/plan/ops.ts';
import { claim, htu, nonce, now, rejects, signature } from '../src/suite/define.ts';
import { defineSuite, type Case, type Need } from '../src/suite/schema.ts';

type Fault = Pick<Case, 'id' | 'title' | 'requirements'> & {
  readonly delta: Op[];
  readonly needs?: Need[];
  readonly with?: Op[];
};

/** One fault of each check that comes after the proof has been read: grants often have code of their own. */
const faults: readonly Fault[] = [
  {
    id: 'signature',
    title: 'a wrong signature',
    requirements: ['RFC9449-4.3-06a'],
    delta: [signature('flip-first')],
  },
  { id: 'htm', title: 'htm GET', requirements: ['RFC9449-4.3-08a'], delta: [claim.set('htm', 'GET')] },
  {
    id: 'htu',
    title: 'the htu of another path',
    requirements: ['RFC9449-4.3-09a'],
    delta: [claim.set('htu', htu('other-path'))],
  },
  {
    id: 'iat',
    title: 'an iat a year ago',
    requirements: ['RFC9449-4.3-11a'],
    delta: [claim.set('iat', now(-31_536_000))],
    needs: ['nonce-not-required', 'nonce-optional', 'clock-in-step'],
    with: [nonce('none')],
  },
  { id: 'jti', title: 'no jti', requirements: ['RFC9449-4.3-03a'], delta: [claim.remove('jti')] },
];

function ofCode({ id, title, requirements, delta, needs = [], with: lawful = [] }: Fault): Case {
  return rejects(`code-proof-${id}`, `rejects an authorization code with a proof with ${title}`, requirements, delta, {
    at: ['token'],
    session: { grant: 'authorization_code' },
    needs: ['authorization-code', ...needs],
    with: [...lawful],
  });
}

function ofRefreshToken({ id, title, requirements, delta, needs = [], with: lawful = [] }: Fault): Case {
  return rejects(`refresh-proof-${id}`, `rejects a refresh token with a proof with ${title}`, requirements, delta, {
    at: ['token'],
    session: { grant: 'refresh_token' },
    needs: ['refresh-token', ...needs],
    with: [...lawful],
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5 */
export const proofEachGrant = defineSuite({
  id: 'proof-each-grant',
  title: 'A proof is checked whatever the grant beside it',
  section: 'RFC 9449 §4.3, §5',
  cases: [...faults.map(ofCode), ...faults.map(ofRefreshToken)],
});
