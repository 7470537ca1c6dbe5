import { accepts, rejects } from '../../src/suite/cases.ts';
import { authorization } from '../../src/suite/define.ts';
import type { Case, SessionSpec } from '../../src/suite/schema.ts';

/** Request objects are signed with the key of private_key_jwt. */
const signer: SessionSpec = { grant: 'authorization_code', client: 'assertion' };

/**
 * An authorization code whose key a request object named.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-10 and https://www.rfc-editor.org/rfc/rfc9101.html#section-6.3
 */
export const requestObjectCases: readonly Case[] = [
  accepts({
    id: 'code-request-object-own-key',
    title: 'accepts a code bound by dpop_jkt of a request object with a proof of that key',
    requirements: ['RFC9449-10-03'],
    at: ['token'],
    needs: ['request-object'],
    session: signer,
    fault: 'grant',
    delta: [authorization('request-object', { dpopJkt: 'own' })],
    checks: [{ requirement: 'RFC9449-5-02', that: { check: 'cnf-jkt', is: 'proof-key' } }],
  }),
  rejects({
    id: 'code-request-object-other-key',
    title: 'rejects a code bound by dpop_jkt of a request object with a proof of another key',
    requirements: ['RFC9449-10-01b', 'RFC9449-10-01'],
    at: ['token'],
    needs: ['request-object', 'dpop-jkt'],
    session: signer,
    fault: 'grant',
    with: [authorization('request-object', { dpopJkt: 'own' })],
    delta: [{ op: 'key', use: 'other' }],
  }),
  rejects({
    id: 'code-request-object-other-key-unclaimed',
    title: 'rejects a code bound by dpop_jkt of a request object with a proof of another key',
    requirements: ['RFC9449-10-01'],
    at: ['token'],
    needs: ['request-object', 'dpop-jkt-unclaimed'],
    session: signer,
    fault: 'grant',
    with: [authorization('request-object', { dpopJkt: 'own' })],
    delta: [{ op: 'key', use: 'other' }],
  }),
  accepts({
    id: 'code-request-object-query-contradicts',
    title: 'accepts a code bound by dpop_jkt of a request object with a proof of that key, whatever the query names',
    requirements: ['RFC9101-6.3-01'],
    why: 'Anybody who touches the link can write a query; only the client can sign the object.',
    at: ['token'],
    needs: ['request-object'],
    session: signer,
    fault: 'grant',
    delta: [authorization('request-object', { dpopJkt: 'own', queryDpopJkt: 'other' })],
  }),
];
