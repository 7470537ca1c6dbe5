import type { Bench } from '../bench/bench.ts';
import { createSessions } from '../bench/sessions.ts';
import { planFor } from '../exchange/plan.ts';
import { send } from '../exchange/send.ts';
import { borneOut } from '../exchange/steadily.ts';
import { type SigningAlg } from '../plan/values.ts';
import { algsOfKeyType, type KeyType } from '../plan/key-type.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { Outcome } from '../record/schema.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Place } from '../suite/schema.ts';
import { isRefusedToken } from './refused-token.ts';

/**
 * The algorithm for keys of a type that the server takes at a place: which ones it takes is its own choice (RFC 9449 §4.3
 * check 5). Found out by lawful requests when a case first asks for it; those that the server names are tried first.
 * @throws Inapplicable where it takes none
 */
export async function algOfKeyType(bench: Bench, place: Place, keyType: KeyType): Promise<SigningAlg> {
  const { keyTypeAlgs } = bench.facts;
  const name = `${place} ${keyType}`;
  const found = keyTypeAlgs.get(name) ?? find(bench, place, keyType);
  keyTypeAlgs.set(name, found);
  const alg = await found.catch((error: unknown) => {
    keyTypeAlgs.delete(name);
    throw error;
  });
  if (alg === undefined) throw new Inapplicable(`no lawful proof made with a key of the type ${keyType} is taken here`);
  return alg;
}

async function find(bench: Bench, place: Place, keyType: KeyType): Promise<SigningAlg | undefined> {
  const fixed = roleOf(place) === 'rs' ? bench.issuer?.fixedKey : undefined;
  if (fixed !== undefined) return algsOfKeyType[keyType].find((alg) => alg === fixed.alg);
  let unsure: SigningAlg | undefined;
  for (const alg of candidates(bench, place, keyType)) {
    const answer = await tryAlg(bench, place, alg);
    if (answer === 'accepted') return alg;
    // A demand for a nonce, a limit or an outage says nothing of the algorithm: the controls of the case decide.
    if (answer !== 'refused' && answer !== 'crashed') unsure ??= alg;
  }
  return unsure;
}

function candidates(bench: Bench, place: Place, keyType: KeyType): readonly SigningAlg[] {
  const named = (roleOf(place) === 'as' ? bench.as?.algs : bench.facts.rsAlgsNamed) ?? [];
  const all = algsOfKeyType[keyType];
  return [...all.filter((alg) => named.includes(alg)), ...all.filter((alg) => !named.includes(alg))];
}

async function tryAlg(bench: Bench, place: Place, alg: SigningAlg): Promise<Outcome['class']> {
  try {
    const session = await createSessions(bench).get(place, { alg });
    const plan = planFor({ bench, place, session }, { instance: `key-type@${place}` });
    const { outcome } = await borneOut({ bench, place, least: 1 }, (again) => send({ ...plan, ...again }));
    return outcome.class;
  } catch (error) {
    // No token can be had for such a key, or the descriptor has no client for it.
    if (error instanceof Inapplicable || isRefusedToken(error)) return 'refused';
    throw error;
  }
}
