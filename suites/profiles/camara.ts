import { accepts, rejects } from '../../src/suite/cases.ts';
import { byAge, claim, lines, now } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * What the CAMARA Security and Interoperability Profile asks of a DPoP server.
 *
 * @see https://github.com/camaraproject/IdentityAndConsentManagement/blob/main/documentation/CAMARA-Security-Interoperability.md
 */
export const camaraCases: readonly Case[] = [
  accepts({
    id: 'camara-proof-binds',
    title: 'answers a proof by a DPoP token',
    requirements: ['CAMARA-SCT-02'],
    at: ['token'],
    checks: [{ requirement: 'CAMARA-SCT-02', that: { check: 'token-type', is: 'DPoP' } }],
  }),
  rejects({
    id: 'camara-proof-missing',
    title: 'answers 400 invalid_dpop_proof where a client that has to send a proof sends none',
    requirements: ['CAMARA-SCT-03'],
    at: ['token'],
    needs: ['bound-client'],
    session: { client: 'bound' },
    fault: 'proof-missing',
    delta: [lines('absent')],
    checks: [
      { requirement: 'CAMARA-SCT-03', that: { check: 'status', in: [400] } },
      { requirement: 'CAMARA-SCT-03', that: { check: 'error', in: ['invalid_dpop_proof'] } },
    ],
  }),
  rejects({
    id: 'camara-iat-330-s-old',
    title: 'rejects a proof made five and a half minutes ago',
    requirements: ['CAMARA-DPOP-02'],
    ...byAge,
    needs: [...byAge.needs, 'clock-known'],
    at: ['resource'],
    delta: [claim.set('iat', now(-330))],
  }),
  rejects({
    id: 'camara-iat-330-s-ahead',
    title: 'rejects a proof dated five and a half minutes ahead',
    requirements: ['CAMARA-DPOP-02'],
    ...byAge,
    needs: [...byAge.needs, 'clock-known'],
    at: ['resource'],
    delta: [claim.set('iat', now(330))],
  }),
];
