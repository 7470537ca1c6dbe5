import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import { type SigningAlg, signingAlgs } from '../plan/values.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { QuirkResult, QuirkValueOf } from '../record/quirk.ts';
import { openSession } from '../bench/open-session.ts';
import { roleOf } from '../suite/catalogue.ts';
import { ask, common, resultOf } from './ask.ts';
import { type Measurement, type QuirkSite, Unmeasured } from './measurement.ts';

const repetitions = 2;
const rsaSizes = [1024, 2048, 3072, 4096] as const;

type Cell = QuirkValueOf<'vector'>['cells'][number];

/** RFC 9449 §4.3 check 5, §5.1: which algorithms a server accepts is its policy. It may accept more than it names. */
export const algorithms: Measurement = {
  id: 'algorithms',
  group: 'algorithms',
  title: 'Algorithms accepted, against those named in metadata or challenge',
  how: 'A lawful proof by a key for each algorithm; at the resource server with a token bound to it.',
  repetitions,
  measure: async (site) => {
    const named = advertised(site);
    const cells: Cell[] = [];
    for (const alg of signingAlgs) {
      const result = await resultOfKey(site, alg);
      const isAdvertised = named?.includes(alg);
      if (result !== undefined) cells.push({ name: alg, result, ...defined({ isAdvertised }) });
    }
    return vector(cells);
  },
};

export const rsaKeySizes: Measurement = {
  id: 'rsa-sizes',
  group: 'algorithms',
  title: 'Sizes of RSA keys accepted, in bits',
  how: 'A lawful proof by a key of each size, with the first RSA algorithm that the server accepts.',
  repetitions,
  measure: async (site) => {
    const alg = await rsaAlg(site);
    const cells: Cell[] = [];
    for (const bits of rsaSizes) {
      const result = await resultOfKey(site, alg, bits);
      if (result !== undefined) cells.push({ name: `${alg} ${bits}`, result });
    }
    return vector(cells);
  },
};

function vector(cells: readonly Cell[]): QuirkValueOf<'vector'> {
  if (cells.length === 0) throw new Unmeasured('there is no access token for other keys');
  return { kind: 'vector', cells: [...cells] };
}

function advertised({ bench, place }: QuirkSite): readonly string[] | undefined {
  if (roleOf(place) === 'as') return bench.as?.algs;
  const named = bench.facts.rsAlgsNamed ?? [];
  return named.length === 0 ? undefined : named;
}

async function rsaAlg(site: QuirkSite): Promise<SigningAlg> {
  for (const alg of ['PS256', 'RS256'] as const) if ((await resultOfKey(site, alg)) === 'accepted') return alg;
  throw new Unmeasured('the server accepts neither PS256 nor RS256, or there is no access token for such a key');
}

/** `undefined` where no access token can be bound to such a key, so that the result is unknown. */
async function resultOfKey(
  { bench, place, ...site }: QuirkSite,
  alg: SigningAlg,
  rsaBits?: number,
): Promise<QuirkResult | undefined> {
  const results: QuirkResult[] = [];
  try {
    const spec = { alg, ...defined({ rsaBits }) };
    const session = await openSession(bench, { place, spec });
    while (results.length < repetitions) results.push(resultOf(await ask({ bench, place, ...site, session }, [])));
  } catch (error) {
    const noToken = error instanceof HarnessError && error.code === 'ERR_TOKEN_REFUSED';
    if (noToken || error instanceof Inapplicable) return undefined;
    throw error;
  }
  return common(results);
}
