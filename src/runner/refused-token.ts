import { HarnessError } from '../errors.ts';

/** Whether the authorization server has refused an access token, and not merely given no answer. */
export function isRefusedToken(error: unknown): boolean {
  return error instanceof HarnessError && error.code === 'ERR_TOKEN_REFUSED';
}
