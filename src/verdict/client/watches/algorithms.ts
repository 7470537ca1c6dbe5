import { type Arrival, named } from '../arrival.ts';
import { each, type Faults } from './fault.ts';
import { ownProofs } from './own-proofs.ts';

/**
 * The algorithms of proofs, as a profile narrows them. In a run in which a server lists none of these, no client could keep to them,
 * and so its proofs say nothing.
 */
export function algorithmFaults(of: readonly string[], runs: readonly (readonly Arrival[])[]): Faults {
  const fair = runs.filter((run) => run.flatMap(listsIn).every((list) => list.some((alg) => of.includes(alg))));
  return each(ownProofs(fair.flat()), `an algorithm among ${of.join(', ')}`, ({ proof }) => {
    const alg = String(proof?.header['alg']);
    return of.includes(alg) ? undefined : { got: `alg ${alg}` };
  });
}

/** What an answer lists: in metadata (RFC 9449 §5.1), or in a challenge (§7.1). */
function listsIn({ answer, answerFields }: Arrival): readonly (readonly string[])[] {
  const listed = answer['dpop_signing_alg_values_supported'];
  const challenged = named(answerFields, 'www-authenticate').flatMap(
    (value) => /\balgs="([^"]*)"/.exec(value)?.[1] ?? [],
  );
  return [
    ...(Array.isArray(listed) ? [listed.map(String)] : []),
    ...challenged.map((algs) => algs.split(' ').filter((alg) => alg !== '')),
  ];
}
