import { jsonReply, reply, type Header, type Reply } from '../net/message.ts';

/** An error answer of RFC 6749 5.2, thrown inside the endpoints and caught where they are routed. */
export class OauthError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(code: string, description: string, status = 400) {
    super(description);
    this.code = code;
    this.status = status;
  }
}

export function invalidClient(description: string): OauthError {
  return new OauthError('invalid_client', description, 401);
}

export const noStore: Header = ['Cache-Control', 'no-store'];

export function errorReply({ code, message, status }: OauthError, asText: boolean): Reply {
  // RFC 9110 15.5.2: every 401 has a challenge.
  const challenge: readonly Header[] = status === 401 ? [['WWW-Authenticate', 'Basic realm="reference"']] : [];
  const headers = [noStore, ...challenge];
  if (asText) return reply(status, `${code}: ${message}`, [['Content-Type', 'text/plain'], ...headers]);
  return jsonReply(status, { error: code, error_description: message }, headers);
}
