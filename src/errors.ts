export type HarnessErrorCode =
  | 'ERR_USAGE'
  | 'ERR_TARGET_INVALID'
  | 'ERR_TARGET_UNREACHABLE'
  | 'ERR_TARGET_LAUNCH'
  /** No token was had, and the authorization server need not be why: no answer, a limit, an interruption. */
  | 'ERR_TOKEN_REQUEST'
  /** The issuer has answered, and gave no token. */
  | 'ERR_TOKEN_REFUSED'
  | 'ERR_LOGIN'
  | 'ERR_SUITE_INVALID'
  | 'ERR_RECORD_INVALID'
  | 'ERR_WAIVER_INVALID'
  | 'ERR_OUTPUT'
  | 'ERR_INTERNAL';

/** What a reader of an error can do about it. */
export type Advice = {
  /** The place in the descriptor. */
  readonly at?: readonly (string | number)[];
  /** The words of the server, bounded. */
  readonly said?: string;
  readonly fix?: string;
  /** The same as a change of the descriptor, where it is certain enough to be offered. */
  readonly edit?: Edit;
};

/** A value to be written into the descriptor. */
export type Edit = { readonly at: readonly (string | number)[]; readonly value: string | number | boolean };

/** What stops us, as opposed to what a target did wrong (that is a finding). `message` names the file or URL and the fix. */
export class HarnessError extends Error {
  readonly code: HarnessErrorCode;
  /** Beside the message. */
  readonly advice: Advice;

  constructor(
    code: HarnessErrorCode,
    message: string,
    { advice = {}, ...options }: ErrorOptions & { advice?: Advice } = {},
  ) {
    super(message, options);
    this.name = 'HarnessError';
    this.code = code;
    this.advice = advice;
  }
}
