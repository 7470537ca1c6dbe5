import { HarnessError } from '../errors.ts';
import type { WireExchange } from '../wire/types.ts';

/** The authorization server shows an error page instead of a login or a redirect (RFC 6749 §4.1.2.1). */
export class AuthorizationRefused extends HarnessError {
  readonly exchange: WireExchange;

  constructor(message: string, exchange: WireExchange) {
    super('ERR_LOGIN', message);
    this.exchange = exchange;
  }
}
