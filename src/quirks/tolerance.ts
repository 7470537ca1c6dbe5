import { pooled, ask, common, resultOf } from './ask.ts';
import type { Op } from '../plan/ops.ts';
import { htuEdits } from '../plan/values.ts';
import { words } from '../plan/describe-value.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { QuirkResult, QuirkValueOf } from '../record/quirk.ts';
import { claim, header, htu, method, otherMethod } from '../suite/define.ts';
import { type Measurement, type QuirkSite, Unmeasured } from './measurement.ts';

export type Way = { readonly name: string; readonly ops: readonly Op[] };

const repetitions = 2;

/** Other spellings that are accepted instead of the exact value. Cases judge what RFC 9449 says about each of them. */
export const tolerances: readonly Measurement[] = [
  tolerance(
    'htu',
    htuEdits.map((edit) => ({ name: words(edit), ops: [claim.set('htu', htu(edit))] })),
  ),
  tolerance('typ', [
    ...['DPOP+JWT', 'application/dpop+jwt', 'dpop+jwt;a=b', 'dpop+jwt ', 'dpop', 'JWT', 'jwt', 'at+jwt', ''].map(
      (typ) => ({ name: JSON.stringify(typ), ops: [header.set('typ', typ)] }),
    ),
    { name: 'null', ops: [header.set('typ', null)] },
    { name: 'an array', ops: [header.set('typ', ['dpop+jwt'])] },
    { name: 'absent', ops: [header.remove('typ')] },
  ]),
  tolerance('htm', [
    { name: 'lower case', ops: [claim.set('htm', method('lower'))] },
    { name: 'mixed case', ops: [claim.set('htm', method('mixed'))] },
    ...(['first-letter', 'padded', 'put', 'fullwidth', 'long-s'] as const).map((edit) => ({
      name: words(edit),
      ops: [claim.set('htm', otherMethod(edit))],
    })),
    { name: 'an array', ops: [claim.set('htm', [method()])] },
    { name: 'empty', ops: [claim.set('htm', '')] },
    { name: 'absent', ops: [claim.remove('htm')] },
  ]),
];

function tolerance(member: 'htu' | 'typ' | 'htm', ways: readonly Way[]): Measurement {
  return {
    id: `${member}-tolerance`,
    group: 'tolerance',
    title: `Other spellings of ${member}`,
    how: 'Each sent in an otherwise lawful proof; those that do not fit the URI or method at hand are left out.',
    repetitions,
    measure: async (site) => tryWays(site, ways),
  };
}

async function tryWays(site: QuirkSite, ways: readonly Way[]): Promise<QuirkValueOf<'vector'>> {
  const results = await pooled(site, ways, async ({ name, ops }) => {
    const result = await repeatedly(site, ops);
    return result === undefined ? [] : [{ name, result }];
  });
  const cells = results.flat();
  if (cells.length === 0) throw new Unmeasured('none of them fits this URI');
  return { kind: 'vector', cells };
}

async function repeatedly(site: QuirkSite, ops: readonly Op[]): Promise<QuirkResult | undefined> {
  const results: QuirkResult[] = [];
  try {
    while (results.length < repetitions) results.push(resultOf(await ask(site, ops)));
  } catch (error) {
    if (error instanceof Inapplicable) return undefined;
    throw error;
  }
  return common(results);
}
