import type { Need } from '../suite/need.ts';
import type { Place } from '../suite/schema.ts';
import { isLoopback } from '../target/allowed-hosts.ts';
import { effectiveMetadata } from '../target/metadata.ts';
import type { Bench } from '../bench/bench.ts';
import type { Clock, NoncePolicy } from '../bench/facts.ts';
import { spotNeed } from '../bench/subjects.ts';
import { roleOf } from '../suite/catalogue.ts';
import { takesRequestObjects } from '../exchange/grants/request-object.ts';
import type { Instance } from './select.ts';

/** Why a case does not apply to this target, or `undefined` when it does. */
export function whyNot(bench: Bench, instance: Instance & { kind: 'case' }): string | undefined {
  const unmet = (instance.case.needs ?? [])
    .map((need) => unmetNeed(bench, instance, need))
    .find((why) => why !== undefined);
  return unmet ?? notPushing(bench, instance) ?? unmetByCase(bench, instance);
}

function notPushing({ facts }: Bench, { place, subject }: Instance): string | undefined {
  return place === 'par' && subject !== undefined ? facts.notPushing.get(subject) : undefined;
}

function unmetByCase(bench: Bench, { case: item, place }: Instance & { kind: 'case' }): string | undefined {
  const needsIat = item.exchanges.some(({ delta }) => delta.some((op) => op.op === 'claim-set' && op.name === 'iat'));
  if (needsIat && !clockAt(bench, place).isInStep) return tests['clock-in-step'].lacks;
  const forwarded = item.exchanges.some(({ delta }) => delta.some((op) => op.op === 'forwarded'));
  if (forwarded && bench.loaded.descriptor.trustedProxy) return tests['no-trusted-proxy'].lacks;
  return undefined;
}

/** What the target claims, else what the preflight saw. */
function noncePolicy(bench: Bench, place: Place): NoncePolicy {
  const { claims } = bench.loaded.descriptor;
  const claimed = (roleOf(place) === 'as' ? claims.asNonce : claims.rsNonce) ?? claims.nonce;
  // A server may demand nonces at its token endpoint only (RFC 9449 §8), so a claim speaks of that.
  return (place === 'par' ? bench.facts.nonce.par : claimed) ?? bench.facts.nonce[place] ?? 'none';
}

function clockAt({ facts }: Bench, place: Place): Clock {
  return facts.clocks[roleOf(place)];
}

function supportsPar({ as, loaded, facts }: Bench): boolean {
  return as?.par !== undefined && loaded.descriptor.claims.par !== false && !facts.absent.has('par');
}

/** dpop_jkt is optional (RFC 9449 §10), but not beside pushed requests (§10.1). */
function claimsDpopJkt(bench: Bench): boolean {
  const claimed = bench.loaded.descriptor.claims.dpopJkt;
  return claimed === undefined ? supportsPar(bench) : claimed !== false;
}

type Test = (bench: Bench, instance: Instance & { kind: 'case' }) => boolean;

const client = (
  test: (client: NonNullable<NonNullable<Bench['loaded']['descriptor']['as']>['clients'][number]>) => boolean,
): Test => {
  return (bench) => bench.loaded.descriptor.as?.clients.some(test) ?? false;
};

const urls = (bench: Bench): readonly string[] => [bench.as?.token ?? [], bench.resources.map(({ url }) => url)].flat();

/** A need that depends on the client or resource of the instance alone. */
function ofSpot(need: Need, lacks: string): { readonly met: Test; readonly lacks: string } {
  const met: Test = ({ loaded: { descriptor } }, instance) =>
    spotNeed(descriptor, instance, need, instance.case) === true;
  return { met, lacks };
}

const tests: Readonly<Record<Need, { readonly met: Test; readonly lacks: string }>> = {
  'nonce-required': {
    met: (bench, { place }) => noncePolicy(bench, place) === 'required',
    lacks: 'the server demands no nonces',
  },
  'token-nonce-required': {
    met: (bench) => noncePolicy(bench, 'token') === 'required',
    lacks: 'the token endpoint demands no nonces',
  },
  'nonce-not-required': {
    met: (bench, { place }) => noncePolicy(bench, place) !== 'required',
    lacks: 'the server demands nonces, and may judge freshness by them',
  },
  'nonce-optional': {
    met: (bench, { place }) => noncePolicy(bench, place) === 'none' || bench.facts.nonceOptional.has(place),
    lacks: 'the server takes no proof without nonce, and may judge freshness by the nonce',
  },
  'nonce-seen': {
    met: (bench, { place }) => noncePolicy(bench, place) !== 'none',
    lacks: 'the server gives out no nonces',
  },
  'nonce-offered': {
    met: (bench, { place }) => noncePolicy(bench, place) === 'offered',
    lacks: 'the server does not offer nonces without demanding them',
  },
  'nonce-not-seen': {
    met: (bench, { place }) => noncePolicy(bench, place) === 'none',
    lacks: 'the server gives out nonces',
  },
  'replay-detection': {
    met: (bench) => bench.loaded.descriptor.claims.replayDetection === true,
    lacks: 'the target does not claim replay detection',
  },
  'public-client': { met: client(({ auth }) => auth === 'none'), lacks: 'the descriptor has no public client' },
  'confidential-client': {
    met: client(({ auth }) => auth !== 'none'),
    lacks: 'the descriptor has no confidential client',
  },
  'bound-client': {
    met: client(({ dpopBoundAccessTokens }) => dpopBoundAccessTokens === true),
    lacks: 'the descriptor has no client with dpopBoundAccessTokens',
  },
  'refresh-token': {
    met: client(({ grants }) => grants.includes('refresh_token')),
    lacks: 'no client of the descriptor has the refresh_token grant',
  },
  'authorization-code': {
    met: client(({ grants }) => grants.includes('authorization_code')),
    lacks: 'no client of the descriptor has the authorization_code grant',
  },
  par: { met: (bench) => supportsPar(bench), lacks: 'the authorization server takes no pushed requests' },
  'dpop-jkt': {
    met: (bench) => claimsDpopJkt(bench),
    lacks: 'the authorization server neither takes pushed requests nor claims to honour dpop_jkt',
  },
  'dpop-jkt-unclaimed': {
    met: (bench) => !claimsDpopJkt(bench),
    lacks: 'the authorization server has to honour dpop_jkt and is held to it by another case',
  },
  'readable-token': { met: (bench) => bench.facts.tokenReadable === true, lacks: 'the access tokens are opaque' },
  'opaque-token': { met: (bench) => bench.facts.tokenReadable === false, lacks: 'the access tokens are not opaque' },
  'bound-token': {
    met: (bench) => bench.facts.tokenBound !== false,
    lacks: 'the authorization server issued an unbound token, as RFC 9449 §5 allows',
  },
  'unbound-token': { met: () => true, lacks: '' },
  'second-resource': { met: (bench) => bench.resources.length > 1, lacks: 'the descriptor names one resource only' },
  'other-role-nonce': {
    met: (bench) => noncePolicy(bench, 'token') !== 'none' && noncePolicy(bench, 'resource') !== 'none',
    lacks: 'not both servers give out nonces',
  },
  'root-path': {
    met: (bench) => bench.resources.some(({ url }) => new URL(url).pathname === '/'),
    lacks: 'no resource has the path /',
  },
  https: {
    met: (bench) => urls(bench).every((url) => url.startsWith('https:')),
    lacks: 'the target is not served over https',
  },
  'not-loopback': { met: (bench) => !urls(bench).some(isLoopback), lacks: 'the target runs on loopback' },
  introspection: { met: (bench) => bench.as?.introspection !== undefined, lacks: 'no introspection endpoint is known' },
  'registration-allowed': {
    met: ({ loaded: { descriptor } }) => descriptor.as?.registration?.allowed === true,
    lacks:
      'the server offers to register clients, and the descriptor does not allow it (as.registration: { allowed: true }); what is registered is deleted at the end, where the server lets it be (RFC 7592)',
  },
  'clock-in-step': {
    met: (bench, { place }) => clockAt(bench, place).isInStep,
    lacks: "the server's clock is too far off ours, or unknown: see the warnings before the first case",
  },
  'clock-known': {
    met: (bench, { place }) => clockAt(bench, place).isInStep && clockAt(bench, place).isKnown,
    lacks: "no Date field bears out what the server's clock is, and this case needs it to a few seconds",
  },
  'par-proof-optional': {
    met: ({ facts, loaded }) => facts.wantsProofAtPar !== true && loaded.descriptor.claims.parProof !== true,
    lacks: 'the authorization server wants a proof with every pushed request',
  },
  'post-resource': {
    met: (bench) => bench.resources.some(({ method }) => method === 'POST'),
    lacks: 'the descriptor names no POST resource',
  },
  'post-guarded': {
    met: ({ facts }) => facts.isPostGuarded === true,
    lacks: 'the resource takes POST, or is named with another method',
  },
  'put-named': ofSpot('put-named', 'the descriptor does not name PUT among the writes of the resource'),
  'patch-named': ofSpot('patch-named', 'the descriptor does not name PATCH among the writes of the resource'),
  'delete-named': ofSpot('delete-named', 'the descriptor does not name DELETE among the writes of the resource'),
  'beside-demand': ofSpot('beside-demand', 'it is of another client, or at another URL, that a nonce is demanded'),
  'apart-from-demand': ofSpot(
    'apart-from-demand',
    'it is of this very client, or at this URL, that a nonce is demanded',
  ),
  'bearer-supported': {
    met: (bench) => bench.loaded.descriptor.claims.bearer !== false,
    lacks: 'the target says it takes no Bearer tokens',
  },
  'bearer-in-place': {
    met: ({ facts }) => facts.bearerInPlace !== undefined,
    lacks: 'the resource takes bound tokens with a proof, and other cases ask what it takes without one',
  },
  'dpop-announced': {
    met: ({ facts }) => facts.bearerInPlace === 'announced',
    lacks: 'the resource says nowhere that it knows DPoP',
  },
  'dpop-unannounced': {
    met: ({ facts }) => facts.bearerInPlace === 'unannounced',
    lacks: 'the resource says that it knows DPoP, and is held to that by another case',
  },
  'nonce-lifetime': {
    met: (bench) => bench.loaded.descriptor.claims.nonceLifetimeSeconds !== undefined,
    lacks: 'the target does not claim how long a nonce is good (claims.nonceLifetimeSeconds)',
  },
  'request-object': {
    met: (bench) => takesRequestObjects(bench),
    lacks:
      'the metadata of the authorization server name no request objects, or the descriptor has no client with private_key_jwt that asks for codes',
  },
  'no-trusted-proxy': {
    met: (bench) => !bench.loaded.descriptor.trustedProxy,
    lacks: 'a trusted proxy in front sets the forwarded fields itself',
  },
  minting: {
    met: (bench) => bench.mint !== undefined,
    lacks: 'Proofmark does not hold the key of the issuer (rs.mint, or rs.token from: mint)',
  },
  replicas: {
    met: (bench, { place }) => bench.loaded.descriptor[roleOf(place)]?.replicas !== undefined,
    lacks: 'the descriptor names no replicas of the server',
  },
  'not-userinfo': {
    met: ({ as, resources }) => !resources.some(({ url }) => url === as?.metadata?.['userinfo_endpoint']),
    lacks: 'a resource is the userinfo endpoint, which may take tokens for any resource',
  },
  'bound-tokens-required': {
    met: ({ rsMetadata }) => effectiveMetadata(rsMetadata?.document)?.['dpop_bound_access_tokens_required'] === true,
    lacks: 'the metadata of the resource do not say that access tokens have to be bound',
  },
};

function unmetNeed(bench: Bench, instance: Instance & { kind: 'case' }, need: Need): string | undefined {
  const { met, lacks } = tests[need];
  return met(bench, instance) ? undefined : lacks;
}
