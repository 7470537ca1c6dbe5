import { HarnessError } from '../errors.ts';
import type { WireExchange } from '../wire/types.ts';

/** The authorization server shows an error page in place of a login, or of a redirect (RFC 6749 §4.1.2.1). */
export class AuthorizationRefused extends HarnessError {
  readonly exchange: WireExchange;

  constructor(message: string, exchange: WireExchange) {
    super('ERR_LOGIN', message);
    this.exchange = exchange;
  }
}
