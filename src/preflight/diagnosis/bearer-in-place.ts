import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import type { Sent } from '../../exchange/sent.ts';
import { effectiveMetadata } from '../../target/metadata.ts';
import { challengeOf, jktOf, readJwt } from '../../verdict/answer.ts';

/** Whether the access token is bound to the key of the session, as far as anybody can see: by its `cnf.jkt`, or announced as DPoP. */
export async function isBound({ facts, issuing, issuer }: Bench, session: Session): Promise<boolean> {
  const token = await session.token('own');
  const jwt = token === undefined ? undefined : readJwt(token);
  if (jwt !== undefined) return jktOf(jwt.claims) === session.key.jkt;
  return issuer !== undefined && (issuing ?? { facts }).facts.tokenBound === true;
}

/** Whether the resource server knows DPoP by its own words: challenge, metadata (RFC 9728), or `claims.bearer: false`. */
export function announcesDpop({ facts, rsMetadata, loaded }: Bench, { exchange: { response } }: Sent): boolean {
  const metadata = effectiveMetadata(rsMetadata?.document);
  return (
    loaded.descriptor.claims.bearer === false ||
    (facts.rsAlgsNamed ?? []).length > 0 ||
    metadata?.['dpop_bound_access_tokens_required'] === true ||
    (response !== undefined && challengeOf(response, 'DPoP') !== undefined)
  );
}
