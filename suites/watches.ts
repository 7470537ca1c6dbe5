import { asPlaces, proofPlaces, watch } from '../src/suite/define.ts';
import { defineSuite, type Place } from '../src/suite/schema.ts';

const token: Place[] = ['token'];
const resource: Place[] = ['resource'];
const proofCodes = ['invalid_dpop_proof', 'use_dpop_nonce'];

/** Rules that every answer of the run has to keep. */
export const watches = defineSuite({
  id: 'watches',
  title: 'What every answer has to keep',
  section: 'RFC 9449 §5, §7.1, §8, §9, §12; RFC 9110, RFC 6749',
  cases: [],
  watches: [
    watch('all-401-challenge', 'sends WWW-Authenticate with every 401', 'RFC9110-15.5.2-01', resource, {
      over: 'status-401',
      that: { check: 'field-present', name: 'WWW-Authenticate' },
    }),
    watch('all-challenges-grammar', 'keeps to the grammar of challenges', 'RFC9110-11.6.1-01', resource, {
      over: 'errors',
      that: { check: 'challenge-grammar' },
    }),
    watch('all-algs-well-formed', 'lists algs as names with one space between', 'RFC9449-7.1-13', resource, {
      over: 'errors',
      that: { check: 'algs-well-formed' },
    }),
    watch('all-no-credentials-no-error', 'names no error where no credentials came', 'RFC9449-7.2-04', resource, {
      over: 'no-credentials',
      that: { check: 'no-error-information' },
    }),
    watch('all-no-proxy-authenticate', 'sends no Proxy-Authenticate', 'RFC9449-7.1-17', resource, {
      over: 'all',
      atMost: 'warn',
      that: { check: 'field-absent', name: 'Proxy-Authenticate' },
    }),

    watch('as-proof-error-code', 'names invalid_dpop_proof for bad proofs', 'RFC9449-5-03', asPlaces, {
      over: 'proof-refused',
      that: { check: 'error', in: proofCodes },
    }),
    watch('as-proof-error-status', 'answers bad proofs with 400', 'RFC6749-5.2-01', token, {
      over: 'proof-refused',
      that: { check: 'status', in: [400, 413, 431] },
    }),
    watch('as-error-json', 'answers refused token requests with a JSON error', 'RFC6749-5.2-01', token, {
      over: 'errors',
      that: { check: 'error-json' },
    }),
    watch('par-error-json', 'answers refused pushed requests with a JSON error', 'RFC9126-2.3-01', ['par'], {
      over: 'errors',
      that: { check: 'error-json' },
    }),
    watch('rs-proof-error-code', 'names invalid_dpop_proof for bad proofs', 'RFC9449-7.1-10', resource, {
      over: 'proof-refused',
      that: { check: 'error', in: proofCodes },
    }),
    watch('rs-proof-error-param', 'names an error in the DPoP challenge for bad proofs', 'RFC9449-7.1-07', resource, {
      over: 'proof-refused',
      that: { check: 'challenge-param', scheme: 'DPoP', param: 'error' },
    }),
    watch('rs-proof-error-status', 'answers bad proofs with 401', 'RFC9449-7.1-04', resource, {
      over: 'proof-refused',
      atMost: 'info',
      that: { check: 'status', in: [401] },
    }),
    watch('rs-token-error-code', 'names invalid_token for bad access tokens', 'RFC6750-3.1-01', resource, {
      over: 'token-refused',
      that: { check: 'error', in: ['invalid_token', 'invalid_dpop_proof', 'invalid_request'] },
    }),
    watch('rs-token-error-status', 'sends the status of its error code', 'RFC6750-3.1-01', resource, {
      over: 'errors',
      that: { check: 'error-status' },
    }),
    watch('all-error-spelling', 'spells the error codes of RFC 9449 as registered', 'RFC9449-12-01', proofPlaces, {
      over: 'errors',
      that: { check: 'error-spelling' },
    }),

    watch('as-nonce-syntax', 'sends nonces of NQCHAR only', 'RFC9449-8.1-01', asPlaces, {
      over: 'nonce-sent',
      that: { check: 'nonce-syntax' },
    }),
    watch('rs-nonce-syntax', 'sends nonces of NQCHAR only', 'RFC9449-8.1-02', resource, {
      over: 'nonce-sent',
      that: { check: 'nonce-syntax' },
    }),
    watch('as-nonces-unpredictable', 'gives out nonces that nobody can tell beforehand', 'RFC9449-8-04', token, {
      over: 'nonce-sent',
      that: { check: 'nonces-unpredictable' },
    }),
    watch('rs-nonces-unpredictable', 'gives out nonces that nobody can tell beforehand', 'RFC9449-9-12', resource, {
      over: 'nonce-sent',
      that: { check: 'nonces-unpredictable' },
    }),
    watch('as-nonce-one-line', 'sends one DPoP-Nonce at most', 'RFC9449-8-06', asPlaces, {
      over: 'nonce-sent',
      that: { check: 'field-at-most-once', name: 'DPoP-Nonce' },
    }),
    watch('rs-nonce-one-line', 'sends one DPoP-Nonce at most', 'RFC9449-9-05', resource, {
      over: 'nonce-sent',
      that: { check: 'field-at-most-once', name: 'DPoP-Nonce' },
    }),
    watch('as-nonce-not-cached', 'forbids caches to store nonces', 'RFC9449-8.2-04', asPlaces, {
      over: 'nonce-sent',
      that: { check: 'not-cacheable' },
    }),
    watch('rs-nonce-not-cached', 'forbids caches to store nonces', 'RFC9449-8.2-05', resource, {
      over: 'nonce-sent',
      that: { check: 'not-cacheable' },
    }),
    watch('all-nonce-field-name', 'sends no X-DPoP-Nonce', 'RFC9449-12-03', proofPlaces, {
      over: 'all',
      that: { check: 'field-absent', name: 'X-DPoP-Nonce' },
    }),
    watch('all-nonce-field-underscore', 'sends no DPoP_Nonce', 'RFC9449-12-03', proofPlaces, {
      over: 'all',
      that: { check: 'field-absent', name: 'DPoP_Nonce' },
    }),

    watch('all-tokens-not-stored', 'forbids caches to store access tokens', 'RFC6749-5.1-01', token, {
      over: 'token-issued',
      that: { check: 'field-lists', name: 'Cache-Control', token: 'no-store' },
    }),
    watch('all-tokens-type-told', 'tells the type of every access token as it is bound', 'RFC9449-5-04', token, {
      over: 'token-issued',
      that: { check: 'token-type-matches-binding' },
    }),
  ],
});
