import { accepts, check } from '../src/suite/define.ts';
import { defineSuite, type Place } from '../src/suite/schema.ts';

const as: Place[] = ['metadata'];
const rs: Place[] = ['resource-metadata'];
const algs = 'dpop_signing_alg_values_supported';
const required = 'dpop_bound_access_tokens_required';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5.1 */
export const metadata = defineSuite({
  id: 'metadata',
  title: 'Metadata tells what proofs are taken',
  section: 'RFC 9449 §5.1, RFC 8414, RFC 9728',
  cases: [
    accepts('as-metadata-signals-dpop', 'announces DPoP in its metadata', 'RFC9449-5.1-01', [], {
      at: as,
      checks: [check('RFC9449-5.1-01', { check: 'json-member', member: algs, type: 'array' })],
    }),
    accepts('as-metadata-algs-array', 'lists its proof algorithms as an array of names', 'RFC9449-5.1-02', [], {
      at: as,
      checks: [check('RFC9449-5.1-02', { check: 'json-array-of-algs', member: algs })],
    }),
    accepts('as-metadata-algs-asymmetric', 'lists neither none nor MAC algorithms for proofs', 'RFC9449-5.1-03', [], {
      at: as,
      checks: [check('RFC9449-5.1-03', { check: 'json-no-weak-algs', member: algs })],
    }),
    accepts('as-metadata-json', 'serves its metadata as application/json', 'RFC8414-3.2-01', [], {
      at: as,
      checks: [check('RFC8414-3.2-01', { check: 'json-content-type' })],
    }),

    accepts('rs-metadata-json', 'serves its metadata as application/json', 'RFC9728-3.2-01', [], {
      at: rs,
      checks: [check('RFC9728-3.2-01', { check: 'json-content-type' })],
    }),
    accepts('rs-metadata-resource', 'names in its metadata the resource that it was found by', 'RFC9728-3.3-01', [], {
      at: rs,
      checks: [check('RFC9728-3.3-01', { check: 'json-identifier', member: 'resource' })],
    }),
    accepts('rs-metadata-algs-array', 'lists its proof algorithms as an array of names', 'RFC9728-2-01', [], {
      at: rs,
      checks: [check('RFC9728-2-01', { check: 'json-array-of-algs', member: algs })],
    }),
    accepts('rs-metadata-algs-asymmetric', 'lists neither none nor MAC algorithms for proofs', 'RFC9728-2-01', [], {
      at: rs,
      checks: [check('RFC9728-2-01', { check: 'json-no-weak-algs', member: algs })],
    }),
    accepts(
      'rs-metadata-required-flag',
      'tells by a boolean whether it takes bound access tokens only',
      'RFC9728-2-03',
      [],
      {
        at: rs,
        checks: [check('RFC9728-2-03', { check: 'json-member', member: required, type: 'boolean', optional: true })],
      },
    ),
    accepts('rs-metadata-bearer-methods', 'tells by an array how it takes Bearer tokens', 'RFC9728-2-01', [], {
      at: rs,
      checks: [
        check(
          'RFC9728-2-01',
          { check: 'json-member', member: 'bearer_methods_supported', type: 'array', optional: true },
          'info',
        ),
      ],
    }),
  ],
});
