import type { Bench } from '../bench/bench.ts';
import { HarnessError } from '../errors.ts';
import type { AuthorizationResponse } from '../login/authorization-response.ts';
import type { Pair } from '../proof/draft.ts';
import { effectiveMetadata } from '../target/metadata.ts';

type Known = Pick<Bench, 'facts'> & { readonly as?: Pick<NonNullable<Bench['as']>, 'authorization' | 'metadata'> };

/** What the URL of a request has in place of its parameters. */
const references = ['request_uri', 'request'] as const;

/** Remembers the `state` of parameters that stand behind a reference: pushed (RFC 9126), or in a request object (RFC 9101). */
export function rememberState({ facts }: Known, reference: string, parameters: readonly Pair[]): void {
  const state = parameters.find(([name]) => name === 'state')?.[1];
  if (state !== undefined) facts.statesBehind.set(reference, state);
}

/** The `state` that the response to an authorization request has to repeat (RFC 6749 §4.1.2); `undefined` where none was sent. */
export function sentState({ facts }: Known, url: string): string | undefined {
  const { searchParams } = new URL(url);
  const behind = references.flatMap((name) => facts.statesBehind.get(searchParams.get(name) ?? '') ?? []);
  return behind[0] ?? searchParams.get('state') ?? undefined;
}

/** The issuer by its own metadata, with which `iss` of a response is compared, and whether the metadata promise one (RFC 9207 §3). */
export function responseIssuer({ as }: Known): { readonly issuer?: string; readonly isPromised: boolean } {
  const metadata = effectiveMetadata(as?.metadata);
  const issuer = metadata?.['issuer'];
  const isPromised = metadata?.['authorization_response_iss_parameter_supported'] === true;
  return { isPromised, ...(typeof issuer === 'string' ? { issuer } : {}) };
}

/**
 * Refuses a code that need not be an answer to our request: a login that somebody else began (RFC 6749 §10.12), or a response of
 * another server (RFC 9207 §2.4).
 * @throws HarnessError `ERR_LOGIN`
 */
export function refuseForeign(bench: Known, url: string, params: AuthorizationResponse): void {
  if (params['code'] === undefined) return;
  const state = sentState(bench, url);
  if (state !== undefined && params['state'] !== state)
    throw foreign(
      bench,
      params['state'] === undefined ? 'no state' : 'another state than the request',
      'RFC 6749 §4.1.2',
    );
  const { issuer } = responseIssuer(bench);
  if (issuer !== undefined && params['iss'] !== undefined && params['iss'] !== issuer)
    throw foreign(bench, 'an iss that is not the issuer of the metadata', 'RFC 9207 §2.4');
}

function foreign({ as }: Known, what: string, section: string): HarnessError {
  const message = `login: the response of ${as?.authorization ?? 'the authorization endpoint'} has ${what}, so its code was not used: it may belong to another request (${section})`;
  return new HarnessError('ERR_LOGIN', message);
}
