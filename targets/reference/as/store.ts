import type { RegisteredClient } from './clients.ts';
import type { AccessToken } from '../access-token.ts';

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string | undefined;
  readonly challenge: string | undefined;
  readonly dpopJkt: string | undefined;
  /** What bound the code: the parameter, the parameter of a pushed request, or a proof with a pushed request. */
  readonly binding: 'dpop_jkt' | 'pushed dpop_jkt' | 'pushed proof';
}

export interface Code extends AuthorizationRequest {
  readonly expires: number;
  /** The ids of its tokens, which are revoked when the code is used again (RFC 6749 4.1.2). */
  readonly issued?: readonly string[];
}

export interface RefreshToken {
  readonly clientId: string;
  readonly sub: string;
  readonly scope: string;
  readonly boundTo: string | undefined;
  readonly firstJkt: string | undefined;
  /** All tokens from one code have the same family. */
  readonly family: string;
  readonly rotated: boolean;
}

export interface PushedRequest extends AuthorizationRequest {
  readonly expires: number;
}

/** Shared by both roles of a running server. */
export interface Store {
  readonly codes: Map<string, Code>;
  readonly refreshTokens: Map<string, RefreshToken>;
  /** The families of refresh tokens that were replaced by a rotation, by token. */
  readonly spentRefreshTokens: Map<string, string>;
  readonly pushed: Map<string, PushedRequest>;
  readonly opaqueTokens: Map<string, AccessToken>;
  readonly revoked: Set<string>;
  readonly assertionIds: Set<string>;
  readonly clients: Map<string, RegisteredClient>;
}

/** Drops expired entries from the front. The entries of a map have the same lifetime, so the oldest expire first. */
export function prune(
  entries: Map<string, { readonly expires: number } | { readonly exp: number }>,
  now: number,
): void {
  for (const [key, entry] of entries) {
    if (('expires' in entry ? entry.expires : entry.exp) > now) return;
    entries.delete(key);
  }
}

export function createStore(): Store {
  return {
    codes: new Map(),
    refreshTokens: new Map(),
    spentRefreshTokens: new Map(),
    pushed: new Map(),
    opaqueTokens: new Map(),
    revoked: new Set(),
    assertionIds: new Set(),
    clients: new Map(),
  };
}
