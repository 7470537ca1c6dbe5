import { accepts, byAge, check, claim, lines, now, rejects, watch } from '../src/suite/define.ts';
import { defineSuite, type Case } from '../src/suite/schema.ts';

function outside(id: string, requirement: string, seconds: number, minutes: string): Case {
  const words = seconds < 0 ? `made ${minutes} ago` : `dated ${minutes} ahead`;
  return rejects(id, `rejects a proof ${words}`, requirement, [claim.set('iat', now(seconds))], {
    ...byAge,
    at: ['resource'],
  });
}

/** @see the documents of the profiles `camara` and `mcp` in profiles.ts */
export const profileCamaraMcp = defineSuite({
  id: 'profile-camara-mcp',
  title: 'What CAMARA and the MCP draft ask of a DPoP server',
  section: 'CAMARA Security and Interoperability Profile, MCP SEP-1932',
  cases: [
    accepts('camara-proof-binds', 'answers a proof by a DPoP token', 'CAMARA-SCT-02', [], {
      at: ['token'],
      checks: [check('CAMARA-SCT-02', { check: 'token-type', is: 'DPoP' })],
    }),
    rejects(
      'camara-proof-missing',
      'answers 400 invalid_dpop_proof where a client that has to send a proof sends none',
      'CAMARA-SCT-03',
      [lines('absent')],
      {
        at: ['token'],
        needs: ['bound-client'],
        session: { client: 'bound' },
        fault: 'proof-missing',
        checks: [
          check('CAMARA-SCT-03', { check: 'status', in: [400] }),
          check('CAMARA-SCT-03', { check: 'error', in: ['invalid_dpop_proof'] }),
        ],
      },
    ),
    outside('camara-iat-330-s-old', 'CAMARA-DPOP-02', -330, 'five and a half minutes'),
    outside('camara-iat-330-s-ahead', 'CAMARA-DPOP-02', 330, 'five and a half minutes'),
    outside('mcp-iat-360-s-old', 'MCP-04', -360, 'six minutes'),
    outside('mcp-iat-360-s-ahead', 'MCP-04', 360, 'six minutes'),
  ],
  watches: [
    watch('mcp-bad-proof-401', 'answers bad proofs with 401', 'MCP-05', ['resource'], {
      over: 'proof-refused',
      that: { check: 'status', in: [401] },
    }),
  ],
});
