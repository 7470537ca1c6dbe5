/** The claims of RFC 9068 that this server uses. */
export interface AccessToken {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly client_id: string;
  readonly scope: string;
  readonly iat: number;
  readonly exp: number;
  readonly nbf?: number;
  readonly jti: string;
  readonly cnf?: unknown;
  /** Only defects read this. */
  readonly jkt?: unknown;
  readonly act?: unknown;
}
