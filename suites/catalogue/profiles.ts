import type { Profile, SeverityChange } from '../../src/suite/profile.ts';
import { products } from './products.ts';

const fapi = 'FAPI 2.0 Security Profile';
const window = `${fapi} §5.3.2.1 item 13, as the test suite of the OpenID Foundation applies it`;

const fapiChanges: readonly SeverityChange[] = [
  { requirement: 'RFC9449-11.6-01', severity: 'fail', source: `${fapi} §5.4.1 item 2: RSA keys of at least 2048 bits` },
  { requirement: 'RFC9449-4.3-11b', severity: 'fail', source: window },
  { requirement: 'RFC9449-4.3-11c', severity: 'fail', source: window },
];

/** The profiles that a run can add to the core. Every change of a severity names its source. */
export const profiles: readonly Profile[] = [
  {
    id: 'core',
    title: 'RFC 9449 and what it builds on; always selected',
    kind: 'standard',
    link: 'https://www.rfc-editor.org/rfc/rfc9449',
    rows: ['core'],
    without: [],
    changes: [],
  },
  {
    id: 'fapi2',
    title: 'FAPI 2.0 Security Profile',
    kind: 'standard',
    link: 'https://openid.net/specs/fapi-security-profile-2_0-final.html',
    rows: ['fapi2'],
    without: [],
    changes: fapiChanges,
  },
  {
    id: 'haip',
    title: 'OpenID4VC High Assurance Interoperability Profile 1.0',
    kind: 'standard',
    link: 'https://openid.net/specs/openid4vc-high-assurance-interoperability-profile-1_0.html',
    rows: ['haip', 'fapi2'],
    without: [
      { requirement: 'FAPI2-5.3.2.1-03', source: 'HAIP 1.0 §4: wallets authenticate by attestations instead' },
      { requirement: 'FAPI2-5.3.2.1-06', source: 'HAIP 1.0 §4: wallets authenticate by attestations instead' },
      {
        requirement: 'FAPI2-5.3.2.2-03',
        source: 'HAIP 1.0 §4: PAR is required only where the authorization endpoint is used',
      },
      { requirement: 'FAPI2-5.4.1-01a', source: 'HAIP 1.0 §4: §7 overrides FAPI §5.4.1 item 1' },
    ],
    changes: fapiChanges,
  },
  {
    id: 'atproto',
    title: 'OAuth profile of the AT Protocol',
    kind: 'standard',
    link: 'https://atproto.com/specs/oauth',
    rows: ['atproto'],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-5.1-01',
        severity: 'fail',
        source: 'atproto OAuth, "Server Metadata": dpop_signing_alg_values_supported is required',
      },
      {
        requirement: 'RFC9449-5.2-02',
        severity: 'info',
        source: 'atproto OAuth, "DPoP": every client has to send proofs',
      },
      {
        requirement: 'RFC9449-5-13',
        severity: 'info',
        source: 'atproto OAuth, "Tokens and Session Lifetime": tokens are bound to one key for the whole session',
      },
      {
        requirement: 'RFC9449-8-11',
        severity: 'fail',
        source: 'atproto OAuth, "Authorization Servers": browsers have to be served',
      },
      {
        requirement: 'RFC9449-8-17',
        severity: 'info',
        source: 'atproto OAuth, "DPoP": nonces are mandatory, so none is unsolicited',
      },
    ],
  },
  {
    id: 'solid',
    title: 'Solid-OIDC',
    kind: 'standard',
    link: 'https://solidproject.org/TR/oidc',
    rows: ['solid-oidc'],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-4.3-12a',
        severity: 'warn',
        source: 'Solid-OIDC "DPoP Validation" cites draft-ietf-oauth-dpop-04, which knows no ath',
      },
    ],
  },
  {
    id: 'camara',
    title: 'CAMARA Security and Interoperability Profile',
    kind: 'standard',
    link: 'https://github.com/camaraproject/IdentityAndConsentManagement/blob/main/documentation/CAMARA-Security-Interoperability.md',
    rows: ['camara'],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-5.2-01',
        severity: 'fail',
        source: 'CAMARA "Sender-Constrained Tokens": a client registered for it always has to send a proof',
      },
    ],
  },
  {
    id: 'mcp',
    title: 'DPoP extension of MCP authorization (SEP-1932, a draft)',
    kind: 'standard',
    link: 'https://github.com/modelcontextprotocol/ext-auth/blob/main/specification/draft/dpop-extension.mdx',
    rows: ['mcp-sep1932-draft'],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-5.1-01',
        severity: 'fail',
        source: 'MCP DPoP draft, "Authorization Server Metadata": the member MUST be there',
      },
      {
        requirement: 'RFC9449-7.1-07',
        severity: 'fail',
        source: 'MCP DPoP draft, "MCP Server Validation": error information MUST be included',
      },
    ],
  },
  ...products,
];
