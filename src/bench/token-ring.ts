import { HarnessError } from '../errors.ts';
import type { TokenRef } from '../plan/token-ref.ts';
import { randomText } from '../proof/keys.ts';
import type { ProofKey } from '../proof/proof-key.ts';
import type { IssuedToken, Issuer } from '../target/issuers/issuer.ts';
import { alteredToken } from './altered-token.ts';
import type { Bench } from './bench.ts';
import type { Session, TokenLife } from './session.ts';

type Ring = Pick<Session, 'token' | 'life'>;

/** The access tokens of a session, each requested when first needed. */
export function tokenRing(bench: Bench, key: ProofKey, otherKey: Session['otherKey']): Ring {
  const made = new Map<TokenRef, Promise<IssuedToken | undefined>>();
  const issued = async (use: TokenRef): Promise<IssuedToken | undefined> => {
    const known = made.get(use);
    const isSpent = use === 'fresh' && isHalfSpent(await known);
    if (isSpent && made.get(use) === known) made.delete(use);
    const latest = made.get(use) ?? issue({ bench, key, otherKey, own: () => token('own') }, use);
    made.set(use, latest);
    return latest;
  };
  const token: Session['token'] = async (use) => {
    const found = await issued(use);
    if (found !== undefined) bench.redactor.add(found.accessToken, 'access_token');
    return found?.accessToken;
  };
  return {
    token,
    life: async (use) => lifeOf(await made.get(use)?.catch(() => undefined)),
  };
}

type Holder = {
  readonly bench: Bench;
  readonly key: ProofKey;
  readonly otherKey: Session['otherKey'];
  readonly own: () => Promise<string | undefined>;
};

async function issue({ bench, key, otherKey, own }: Holder, use: TokenRef): Promise<IssuedToken | undefined> {
  const { issuer } = bench;
  switch (use) {
    case 'own':
      return required(await boundToken(bench, issuer, key), bench);
    case 'aged':
    case 'fresh':
      return boundToken(bench, issuer, key);
    case 'sibling':
      return issuer?.sibling(key);
    case 'other':
      return issuer?.bound(await otherKey());
    case 'unbound':
      return (await issuer?.unbound()) ?? bench.mint?.({ jkt: '', set: {}, remove: ['cnf'], by: 'issuer' });
    case 'revoked':
      return issuer?.revoked?.(key);
    case 'elsewhere':
      return issuer?.elsewhere?.(key);
    case 'garbage':
      return { accessToken: randomText(32) };
    case 'proof':
    case 'none':
      return undefined;
    default:
      return { accessToken: alteredToken((await own()) ?? '', use, key) };
  }
}

function lifeOf(token: IssuedToken | undefined): TokenLife | undefined {
  if (token?.issuedAt === undefined || token.expiresAt === undefined) return undefined;
  return { from: token.issuedAt, until: token.expiresAt };
}

function isHalfSpent(token: IssuedToken | undefined): boolean {
  const life = lifeOf(token);
  return life !== undefined && life.until - Date.now() < Date.now() - life.from;
}

/** An issuer need not bind to every algorithm that the resource server accepts; then Proofmark signs the token. */
async function boundToken(bench: Bench, issuer: Issuer | undefined, key: ProofKey): Promise<IssuedToken | undefined> {
  const { mint } = bench;
  if (mint === undefined || issuer?.supports(key.alg) === true) return issuer?.bound(key);
  return mint({ jkt: key.jkt, set: {}, remove: [], by: 'issuer' });
}

function required(token: IssuedToken | undefined, bench: Bench): IssuedToken {
  if (token !== undefined) return token;
  throw new HarnessError('ERR_TOKEN_REFUSED', `${bench.loaded.path}: rs.token gives no bound access token`);
}
