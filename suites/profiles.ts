import type { Profile } from '../src/suite/profile.ts';

/** Sets of severities on top of the catalogue's. Every change names where it comes from. */
export const profiles: readonly Profile[] = [
  {
    id: 'camara',
    title: 'CAMARA Security and Interoperability Profile',
    changes: ['as', 'rs'].map((role) => ({
      requirement: `RFC9449-11.1-02-${role}`,
      severity: 'fail',
      source: 'CAMARA Security and Interoperability Profile: the jti of a proof must not be accepted twice',
    })),
  },
  {
    id: 'fapi2',
    title: 'FAPI 2.0 Security Profile',
    changes: ['as', 'rs'].flatMap((role) => [
      {
        requirement: `RFC9449-11.6-01-${role}`,
        severity: 'fail' as const,
        source: 'FAPI 2.0 Security Profile 5.4.1: RSA keys of at least 2048 bits',
      },
      {
        requirement: `RFC9449-4.3-11b-${role}`,
        severity: 'fail' as const,
        source: 'FAPI 2.0 Security Profile 5.3.2.1-14, as the OpenID Foundation suite tests it',
      },
      {
        requirement: `RFC9449-4.3-11c-${role}`,
        severity: 'fail' as const,
        source: 'FAPI 2.0 Security Profile 5.3.2.1-14, as the OpenID Foundation suite tests it',
      },
    ]),
  },
];
