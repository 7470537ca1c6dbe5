import { accepts } from '../../src/suite/cases.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * The metadata of both servers about proofs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5.1
 */
export const metadataCases: readonly Case[] = [
  accepts({
    id: 'as-metadata-signals-dpop',
    title: 'announces DPoP in its metadata',
    requirements: ['RFC9449-5.1-01'],
    at: ['metadata'],
    checks: [
      {
        requirement: 'RFC9449-5.1-01',
        that: { check: 'json-member', member: 'dpop_signing_alg_values_supported', type: 'array' },
      },
    ],
  }),
  accepts({
    id: 'as-metadata-algs-array',
    title: 'lists its proof algorithms as an array of names',
    requirements: ['RFC9449-5.1-02'],
    at: ['metadata'],
    checks: [
      {
        requirement: 'RFC9449-5.1-02',
        that: { check: 'json-array-of-algs', member: 'dpop_signing_alg_values_supported' },
      },
    ],
  }),
  accepts({
    id: 'as-metadata-algs-asymmetric',
    title: 'lists neither none nor MAC algorithms for proofs',
    requirements: ['RFC9449-5.1-03'],
    at: ['metadata'],
    checks: [
      {
        requirement: 'RFC9449-5.1-03',
        that: { check: 'json-no-weak-algs', member: 'dpop_signing_alg_values_supported' },
      },
    ],
  }),
  accepts({
    id: 'as-metadata-json',
    title: 'serves its metadata as application/json',
    requirements: ['RFC8414-3.2-01'],
    at: ['metadata'],
    checks: [{ requirement: 'RFC8414-3.2-01', that: { check: 'json-content-type' } }],
  }),
  accepts({
    id: 'as-metadata-no-empty-arrays',
    title: 'serves its metadata without empty arrays',
    requirements: ['RFC8414-3.2-01'],
    at: ['metadata'],
    checks: [{ requirement: 'RFC8414-3.2-01', that: { check: 'json-no-empty-arrays' } }],
  }),
  accepts({
    id: 'rs-metadata-no-empty-arrays',
    title: 'serves its metadata without empty arrays',
    requirements: ['RFC9728-3.2-01'],
    at: ['resource-metadata'],
    checks: [{ requirement: 'RFC9728-3.2-01', that: { check: 'json-no-empty-arrays' } }],
  }),
  accepts({
    id: 'rs-metadata-json',
    title: 'serves its metadata as application/json',
    requirements: ['RFC9728-3.2-01'],
    at: ['resource-metadata'],
    checks: [{ requirement: 'RFC9728-3.2-01', that: { check: 'json-content-type' } }],
  }),
  accepts({
    id: 'rs-metadata-resource',
    title: 'names in its metadata the resource that it was found by',
    requirements: ['RFC9728-3.3-01'],
    at: ['resource-metadata'],
    checks: [{ requirement: 'RFC9728-3.3-01', that: { check: 'json-identifier', member: 'resource' } }],
  }),
  accepts({
    id: 'rs-metadata-algs-array',
    title: 'lists its proof algorithms as an array of names',
    requirements: ['RFC9728-2-01'],
    at: ['resource-metadata'],
    checks: [
      {
        requirement: 'RFC9728-2-01',
        that: { check: 'json-array-of-algs', member: 'dpop_signing_alg_values_supported' },
      },
    ],
  }),
  accepts({
    id: 'rs-metadata-algs-asymmetric',
    title: 'lists neither none nor MAC algorithms for proofs',
    requirements: ['RFC9728-2-01'],
    at: ['resource-metadata'],
    checks: [
      {
        requirement: 'RFC9728-2-01',
        that: { check: 'json-no-weak-algs', member: 'dpop_signing_alg_values_supported' },
      },
    ],
  }),
  accepts({
    id: 'rs-metadata-required-flag',
    title: 'states by a boolean whether it takes bound access tokens only',
    requirements: ['RFC9728-2-03'],
    at: ['resource-metadata'],
    checks: [
      {
        requirement: 'RFC9728-2-03',
        that: { check: 'json-member', member: 'dpop_bound_access_tokens_required', type: 'boolean', optional: true },
      },
    ],
  }),
  accepts({
    id: 'rs-metadata-bearer-methods',
    title: 'states by an array how it takes Bearer tokens',
    requirements: ['RFC9728-2-01'],
    at: ['resource-metadata'],
    checks: [
      {
        requirement: 'RFC9728-2-01',
        that: { check: 'json-member', member: 'bearer_methods_supported', type: 'array', optional: true },
        atMost: 'info',
      },
    ],
  }),
];
