import type { Site } from '../../bench/site.ts';
import type { Session } from '../../bench/session.ts';
import { tryOps } from './trial.ts';

const types = ['JWT', 'application/at+jwt', 'jwt'] as const;

/** The `typ` with which the resource takes the access tokens that Proofmark signs; `undefined` where none of the usual ones helps. */
export async function acceptedTokenType(site: Site): Promise<string | undefined> {
  const { bench, session } = site;
  const { mint } = bench;
  if (mint === undefined || bench.loaded.descriptor.rs?.token.from !== 'mint') return undefined;
  for (const typ of types) {
    const token: Session['token'] = async (use) => {
      if (use !== 'own') return session.token(use);
      const { accessToken } = await mint({ jkt: session.key.jkt, set: {}, remove: [], by: 'issuer', typ });
      bench.redactor.add(accessToken, 'access_token');
      return accessToken;
    };
    const sent = await tryOps({ ...site, session: { ...session, token } }, []);
    if (sent?.outcome.class === 'accepted') return typ;
  }
  return undefined;
}
