import { accepts } from '../../src/suite/cases.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * What HAIP 1.0 adds to FAPI 2.0.
 *
 * @see https://openid.net/specs/openid4vc-high-assurance-interoperability-profile-1_0.html
 */
export const haipCases: readonly Case[] = [
  accepts({
    id: 'haip-es256-listed',
    title: 'lists ES256 for proofs',
    requirements: ['HAIP-7-01'],
    at: ['metadata'],
    checks: [
      {
        requirement: 'HAIP-7-01',
        that: { check: 'json-array-has', member: 'dpop_signing_alg_values_supported', value: 'ES256', optional: true },
      },
    ],
  }),
];
