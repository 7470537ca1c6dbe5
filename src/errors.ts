export type HarnessErrorCode =
  | 'ERR_USAGE'
  | 'ERR_TARGET_INVALID'
  | 'ERR_TARGET_UNREACHABLE'
  | 'ERR_TARGET_LAUNCH'
  | 'ERR_TOKEN_REQUEST'
  | 'ERR_LOGIN'
  | 'ERR_SUITE_INVALID'
  | 'ERR_RECORD_INVALID'
  | 'ERR_WAIVER_INVALID'
  | 'ERR_INTERNAL';

/** What stops us, as opposed to what a target did wrong (that is a finding). `message` names the file or URL and the fix. */
export class HarnessError extends Error {
  readonly code: HarnessErrorCode;

  constructor(code: HarnessErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HarnessError';
    this.code = code;
  }
}
