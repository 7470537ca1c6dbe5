import { defineSuite, type Suite } from '../src/suite/schema.ts';
import { profileClientCases, profileClientWatches } from './profiles/client/watches.ts';
import { credentialWatches } from './rfc9449/client/credentials.ts';
import { nonceTexts } from './rfc9449/client/nonce-texts.ts';
import { noncesAtAs } from './rfc9449/client/nonces-at-as.ts';
import { noncesAtRs } from './rfc9449/client/nonces-at-rs.ts';
import { parallelCalls } from './rfc9449/client/parallel-calls.ts';
import { proofWatches } from './rfc9449/client/proofs.ts';
import { serverCases } from './rfc9449/client/servers.ts';
import { tokenCases } from './rfc9449/client/tokens.ts';
import { transportCases } from './rfc9449/client/transport.ts';

/** What clients under test are asked and answered. */
export const clientSuites: readonly Suite[] = [
  defineSuite({
    id: 'client-proofs',
    title: 'What every proof of a client keeps',
    section: 'RFC 9449 §4.2',
    cases: [],
    clientCases: [],
    clientWatches: [...proofWatches],
  }),
  defineSuite({
    id: 'client-nonces-as',
    title: 'Nonces that an authorization server demands',
    section: 'RFC 9449 §8',
    cases: [],
    clientCases: [...noncesAtAs, ...nonceTexts],
  }),
  defineSuite({
    id: 'client-nonces-rs',
    title: 'Nonces that a resource server demands',
    section: 'RFC 9449 §9',
    cases: [],
    clientCases: [...noncesAtRs, ...parallelCalls],
  }),
  defineSuite({
    id: 'client-tokens',
    title: 'Tokens, downgrade and binding at a client',
    section: 'RFC 9449 §5, §7, §10',
    cases: [],
    clientCases: [...tokenCases],
    clientWatches: [...credentialWatches],
  }),
  defineSuite({
    id: 'client-servers',
    title: 'What servers say of themselves, and what a client makes of it',
    section: 'RFC 9449 §5.1, §7.2, RFC 8414',
    cases: [],
    clientCases: [...serverCases],
  }),
  defineSuite({
    id: 'client-transport',
    title: 'Methods, paths, redirects, broken connections and TLS at a client',
    section: 'RFC 9449 §4, §7.3, §11',
    cases: [],
    clientCases: [...transportCases],
  }),
  defineSuite({
    id: 'client-profiles',
    title: 'What profiles ask of a client',
    section: 'FAPI 2.0, HAIP, atproto, Solid-OIDC, MCP',
    cases: [],
    clientCases: [...profileClientCases],
    clientWatches: [...profileClientWatches],
  }),
];
