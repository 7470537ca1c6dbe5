import type { Defect } from './defects.ts';

/** A client that is lawful, or has a defect, and breaks what a profile asks of it. */
export interface ProfileMutant {
  readonly id: string;
  readonly profile: string;
  readonly requirements: readonly string[];
  readonly summary: string;
  /** How it is started: as a variant, with a defect, or both. */
  readonly variant?: string;
  readonly defect?: Defect;
}

export const profileMutants: readonly ProfileMutant[] = [
  {
    id: 'fapi2-refresh-without-proof',
    profile: 'fapi2',
    requirements: ['FAPI2-5.3.3.1-01'],
    summary: 'With fapi2: a refresh has no proof.',
    defect: 'refresh-without-proof',
  },
  {
    id: 'fapi2-scheme-bearer',
    profile: 'fapi2',
    requirements: ['FAPI2-5.3.3.1-03'],
    summary: 'With fapi2: bound tokens are sent with the scheme Bearer.',
    defect: 'scheme-bearer',
  },
  {
    id: 'fapi2-rs256',
    profile: 'fapi2',
    requirements: ['FAPI2-5.4.1-01c'],
    summary: 'With fapi2: proofs are signed with RS256.',
    variant: 'rs256',
  },
  {
    id: 'fapi2-rsa-1024',
    profile: 'fapi2',
    requirements: ['FAPI2-5.4.1-02'],
    summary: 'With fapi2: the RSA key has 1024 bits.',
    variant: 'ps256',
    defect: 'rsa-1024',
  },
  {
    id: 'atproto-jti-per-session',
    profile: 'atproto',
    requirements: ['ATP-DPOP-09'],
    summary: 'With atproto: all proofs of a session have one jti.',
    defect: 'jti-per-session',
  },
  {
    id: 'atproto-htu-query',
    profile: 'atproto',
    requirements: ['ATP-HTU-01'],
    summary: 'With atproto: htu has the query.',
    defect: 'htu-query',
  },
  {
    id: 'atproto-rs256-alone',
    profile: 'atproto',
    requirements: ['ATP-DPOP-12'],
    summary: 'With atproto: the client knows RS256 alone.',
    variant: 'rs256',
  },
  {
    id: 'solid-refresh-without-proof',
    profile: 'solid',
    requirements: ['SOLID-01'],
    summary: 'With solid: a refresh has no proof.',
    defect: 'refresh-without-proof',
  },
  {
    id: 'mcp-scheme-bearer',
    profile: 'mcp',
    requirements: ['MCP-01'],
    summary: 'With mcp: bound tokens are sent with the scheme Bearer.',
    defect: 'scheme-bearer',
  },
  {
    id: 'mcp-jti-per-session',
    profile: 'mcp',
    requirements: ['MCP-02'],
    summary: 'With mcp: all proofs of a session have one jti.',
    defect: 'jti-per-session',
  },
];
