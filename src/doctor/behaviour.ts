import type { Bench } from '../bench/bench.ts';
import type { NoncePolicy } from '../bench/facts.ts';
import { isOpenAt } from '../bench/offer.ts';
import { openSession } from '../bench/open-session.ts';
import type { Role } from '../bench/nonces.ts';
import type { Op } from '../plan/ops.ts';
import { aheadOrBehind, bothTimes } from '../preflight/clock/said.ts';
import { probe } from '../preflight/probe.ts';
import { resourceKey } from '../target/descriptor/rs.ts';
import type { Line } from './line.ts';

const servers: Readonly<Record<Role, string>> = { as: 'authorization server', rs: 'resource server' };

/** What the clocks of the servers show beside ours. */
export function clockLines({ facts, as, resources }: Bench): readonly Line[] {
  const roles = [...(as === undefined ? [] : ['as' as const]), ...(resources.length === 0 ? [] : ['rs' as const])];
  return roles.map((role): Line => {
    const { offset, isInStep, isKnown } = facts.clocks[role];
    const part = 'clock';
    if (offset === 0) return { part, standing: 'good', saw: `the ${servers[role]} shows our time, to a second or so` };
    const saw = `the ${servers[role]} is ${aheadOrBehind(offset)} (${bothTimes(offset)})${isKnown ? '' : ', as proofs that it takes show'}`;
    return isInStep
      ? { part, standing: 'fact', saw }
      : {
          part,
          standing: 'look',
          saw,
          fix: 'set the clocks by the network, ours and theirs; proofs are dated by theirs',
        };
  });
}

/** Whether the resource is open to a bound token with a proof, and closed to all that shows that proofs are not looked at. */
export async function* resourceLines(bench: Bench): AsyncIterable<Line> {
  if (!isOpenAt(bench, 'resource')) return;
  for (const resource of bench.resources) {
    const key = resourceKey(resource);
    const open = async () => openSession(bench, { place: 'resource', spec: {}, subject: key });
    const lawful = await probe(bench, 'resource', await open());
    const [htu] = lawful.exchange.request.url.split(/[?#]/, 1);
    if (lawful.outcome.class !== 'accepted') continue;
    yield {
      part: 'resource',
      standing: 'good',
      saw: `${key} takes a bound token with a proof whose htu is ${htu ?? ''}: ${lawful.outcome.text}`,
    };
    for (const { what, ops } of unproven) {
      const sent = await probe(bench, 'resource', await open(), ops);
      if (sent.outcome.class !== 'accepted') continue;
      yield {
        part: 'resource',
        standing: 'look',
        saw: `${key} takes ${what} as well: either proofs do not reach what checks them, or nothing does`,
        fix: 'look whether DPoP is switched on there, and whether a proxy in front takes the field DPoP away; a run will show all that follows from it',
      };
    }
  }
}

type Unproven = { readonly what: string; readonly ops: readonly Op[] };

const unproven: readonly Unproven[] = [
  { what: 'a proof with a broken signature', ops: [{ op: 'signature', edit: 'flip-first' }] },
  { what: 'the token without a proof', ops: [{ op: 'dpop-lines', lines: 'absent' }] },
];

/** What the target does about nonces, and whether the descriptor says the same. */
export function nonceLines({ facts, loaded }: Bench): readonly Line[] {
  const { claims } = loaded.descriptor;
  return [
    nonceLine(facts.nonce.token, { role: 'as', name: 'asNonce', claim: claims.asNonce ?? claims.nonce }, loaded.where),
    nonceLine(
      facts.nonce.resource,
      { role: 'rs', name: 'rsNonce', claim: claims.rsNonce ?? claims.nonce },
      loaded.where,
    ),
  ].flat();
}

type Said = { readonly role: Role; readonly name: 'asNonce' | 'rsNonce'; readonly claim: NoncePolicy | undefined };

const policies: Readonly<Record<NoncePolicy, string>> = {
  required: 'demands nonces (use_dpop_nonce)',
  offered: 'offers nonces, and takes proofs without one',
  none: 'gives no nonce',
};

function nonceLine(
  seen: NoncePolicy | undefined,
  { role, name, claim }: Said,
  where: Bench['loaded']['where'],
): readonly Line[] {
  if (seen === undefined) return [];
  const part = 'nonces';
  const saw = `the ${servers[role]} ${policies[seen]}`;
  if (claim === seen) return [{ part, standing: 'good', saw: `${saw}, as the descriptor claims` }];
  const edit = { at: ['claims', name], value: seen };
  if (claim === undefined && seen === 'none') return [{ part, standing: 'fact', saw }];
  if (claim === undefined)
    return [{ part, standing: 'fact', saw, fix: `claims: { ${name}: ${seen} } would hold it to that`, edit }];
  const fix = `write ${name}: ${seen}, or mend the server`;
  return [{ part, standing: 'look', saw: `${saw}; the descriptor claims ${claim}`, where: where(['claims']), fix }];
}
