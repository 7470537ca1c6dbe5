import type { Bench } from '../bench/bench.ts';
import type { Facts } from '../bench/facts.ts';
import type { Role } from '../bench/nonces.ts';
import type { Preflight } from '../record/schema.ts';

/** What is known of the target once it has been inspected, in the words of the report. */
export function factList(bench: Bench): Preflight['facts'] {
  const { facts, as } = bench;
  const list: [string, string | undefined][] = [
    ['issuer', bench.loaded.descriptor.as?.issuer],
    ['token endpoint', as?.token],
    ['pushed authorization request endpoint', as?.par],
    ['introspection endpoint', as?.introspection],
    ['proof algorithms (authorization server)', as?.algs?.join(' ')],
    ['proof algorithms (resource server)', facts.rsAlgs?.join(' ')],
    ['access token', facts.tokenReadable === undefined ? undefined : facts.tokenReadable ? 'JWT' : 'opaque'],
    ['nonces (token endpoint)', facts.nonce.token],
    ['nonces (pushed authorization request endpoint)', facts.nonce.par],
    ['nonces (resource server)', facts.nonce.resource],
    ['resources', bench.resources.map(({ method, url }) => `${method} ${url}`).join(', ') || undefined],
    ['clock offset (authorization server)', as && offsetOf(facts, 'as')],
    ['clock offset (resource server)', bench.resources.length > 0 ? offsetOf(facts, 'rs') : undefined],
    ['one request at a time (nonces)', [...bench.serial.keys()].join(', ') || undefined],
  ];
  return list.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: bench.redactor.quote(value) }]));
}

function offsetOf({ clocks }: Facts, role: Role): string {
  const { offset, isInStep, isKnown } = clocks[role];
  return `${offset} s${isKnown ? '' : isInStep ? ', as no Date field says otherwise' : ', a guess'}`;
}
