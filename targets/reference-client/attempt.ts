import type { Lines } from './http/message.ts';
import type { Role } from './nonces.ts';
import type { Key } from './proof/keys.ts';

export type Purpose =
  | 'client_credentials'
  | 'authorization_code'
  | 'refresh_token'
  | 'token_exchange'
  | 'device_code'
  | 'device_authorization'
  | 'par'
  | 'metadata'
  | 'resource';

/** A request that carries a proof, and may have to be sent more than once. */
export interface Attempt {
  readonly role: Role;
  readonly purpose: Purpose;
  readonly method: string;
  readonly url: URL;
  /** The key of the proof. Without it the request has none. */
  readonly key: Key | undefined;
  readonly accessToken?: string | undefined;
  /** What goes out beside proof and token. It is asked for anew each time: an assertion is good for one request. */
  readonly content: (isRetry: boolean) => Content;
  /** A proof of another request, which only a defect sends. */
  readonly proof?: string | undefined;
}

/** How far an exchange has come. */
export interface Course {
  challenges: number;
  resends: number;
  /** The nonce and the proof that were sent last. */
  nonce?: string | undefined;
  proof?: string | undefined;
}

export interface Content {
  readonly lines: Lines;
  readonly body?: Buffer | undefined;
  readonly chunked?: boolean;
}
