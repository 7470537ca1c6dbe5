import type { Check, CheckOf } from '../../suite/checks.ts';

/** A check in words: what it expects of the answer. */
export function describeCheck(check: Check): string {
  switch (check.check) {
    case 'status':
      return `status is ${list(check.in)}`;
    case 'error':
      return `error is ${list(check.in)}${check.whereNamed === true ? ', if there is one' : ''}`;
    case 'error-spelling':
      return 'error codes that RFC 9449 registers are spelled as registered';
    case 'error-json':
      return 'the error is a JSON object as RFC 6749 §5.2 describes';
    case 'no-error-information':
      return 'no challenge carries error, error_description or error_uri';
    case 'field-present':
      return `there is a field ${check.name}`;
    case 'field-absent':
      return absenceWords(check);
    case 'field-at-most-once':
      return `there is at most one field ${check.name}`;
    case 'field-lists':
      return `field ${check.name} lists ${check.token}`;
    case 'exposes':
      return `browsers may read field ${check.name} (Access-Control-Expose-Headers)`;
    case 'challenge':
      return `there is a ${check.scheme} challenge`;
    case 'challenge-param':
      return paramWords(check);
    case 'challenge-grammar':
      return 'the challenges keep the grammar of WWW-Authenticate';
    case 'algs-well-formed':
      return 'algs is a list of JWS algorithms with spaces between';
    default:
      if (isPlain(check)) return plainly[check.check];
      return isOfBrowser(check) ? describeBrowser(check) : describeOther(check);
  }
}

function absenceWords({ name, scheme, unlessBeside }: CheckOf<'field-absent'>): string {
  if (scheme !== undefined) return `there is no ${scheme} challenge in a field ${name}`;
  return `there is no field ${name}${unlessBeside === undefined ? '' : ` in place of ${unlessBeside}`}`;
}

function paramWords({ scheme, param, whereNamed }: CheckOf<'challenge-param'>): string {
  const where = scheme === undefined ? 'a challenge' : `the ${scheme} challenge`;
  return `${where} has the parameter ${param}${whereNamed === true ? ', if any challenge has it' : ''}`;
}

const plainly = {
  refused: 'it is refused',
  'not-cacheable': 'the answer may not be cached',
  'nonce-syntax': 'the nonce has the syntax of RFC 9449 §8.1',
  'nonces-unpredictable': 'the nonces of the run are no counter, no time of day, and not tiny',
  'newest-nonce-accepted': 'the nonce that was supplied a moment before is accepted, over the whole run',
  'lawful-accepted-again':
    'a plain lawful request is accepted as the same one was before and after it, over the whole run',
} as const;

function isPlain(check: Check): check is CheckOf<keyof typeof plainly> {
  return check.check in plainly;
}

type Said =
  | 'status'
  | 'error'
  | 'error-spelling'
  | 'error-json'
  | 'no-error-information'
  | 'field-present'
  | 'field-absent'
  | 'field-at-most-once'
  | 'field-lists'
  | 'exposes'
  | 'challenge'
  | 'challenge-param'
  | 'challenge-grammar'
  | 'algs-well-formed'
  | keyof typeof plainly;

function describeOther(check: Exclude<Check, { check: Said } | OfBrowser>): string {
  switch (check.check) {
    case 'token-type':
      return typeWords[check.is];
    case 'cnf-jkt':
      return cnfWords[check.is];
    case 'expires-in-at-most':
      return `expires_in is at most ${check.seconds} s`;
    case 'json-array-of-algs':
      return `${check.member} is a list of JWS algorithms`;
    case 'json-no-weak-algs':
      return `${check.member} holds neither none nor a MAC`;
    case 'json-member':
      return `${check.member} is a JSON ${check.type}${check.optional === true ? ', if there at all' : ''}`;
    case 'registered-flag':
      return `where a client is registered or shown, ${check.member} ${flagWords[check.is]}`;
    case 'json-equals':
      return `${check.member} is ${JSON.stringify(check.value)}`;
    case 'json-array-has':
    case 'json-array-lacks':
    case 'json-array-within':
      return arrayWords(check);
    case 'json-identifier':
      return `${check.member} is the identifier that the metadata URL was built from`;
    case 'token-type-matches-binding':
    case 'refresh-token-kept':
    case 'answered-in-time':
    case 'nothing-fetched':
    case 'inactive-is-bare':
    case 'error-status':
    case 'challenge-metadata':
    case 'no-protected-content':
    case 'json-content-type':
    case 'json-no-empty-arrays':
      return plainWords[check.check];
    default:
      return check satisfies never;
  }
}

function arrayWords(check: CheckOf<'json-array-has' | 'json-array-lacks' | 'json-array-within'>): string {
  switch (check.check) {
    case 'json-array-has':
      return `${check.member} lists ${check.value}${check.optional === true ? ', if there at all' : ''}`;
    case 'json-array-lacks':
      return `${check.member} does not list ${check.value}`;
    case 'json-array-within':
      return `${check.member} lists nothing but ${check.values.join(', ')}`;
    default:
      return check satisfies never;
  }
}

/** What a browser, or the user in it, brings from one server to another. */
type OfBrowser = CheckOf<'exposed-to' | 'preflight-allows' | 'authorization-response' | 'no-front-channel-token'>;

const ofBrowser: readonly string[] = [
  'exposed-to',
  'preflight-allows',
  'authorization-response',
  'no-front-channel-token',
] satisfies OfBrowser['check'][];

function isOfBrowser(check: Check): check is OfBrowser {
  return ofBrowser.includes(check.check);
}

function describeBrowser(check: OfBrowser): string {
  switch (check.check) {
    case 'exposed-to':
      return `scripts of ${check.origin} may read it (Access-Control-Allow-Origin)`;
    case 'preflight-allows':
      return `scripts of ${check.origin} may send ${check.fields.join(' and ')} (Access-Control-Allow-Headers)`;
    case 'authorization-response':
      return check.member === 'state'
        ? 'the redirect repeats the state of the request'
        : 'the redirect names the issuer, if it has an iss or the metadata promise one';
    case 'no-front-channel-token':
      return 'the redirect carries no access token';
    default:
      return check satisfies never;
  }
}

const plainWords = {
  'token-type-matches-binding': 'token_type is DPoP exactly when the access token is bound',
  'refresh-token-kept': 'no new refresh token is given',
  'answered-in-time': 'the answer does not take many times as long as those to lawful requests',
  'nothing-fetched': 'no URL of the proof is followed',
  'inactive-is-bare': 'an answer that says active false says nothing else',
  'error-status': 'the status is the one of the error code (RFC 6749 §5.2, RFC 6750 §3.1)',
  'challenge-metadata': 'the metadata that a challenge names are those of the resource',
  'no-protected-content': 'the answer has nothing of the protected content',
  'json-content-type': 'the content type is JSON',
  'json-no-empty-arrays': 'no member is an empty array, but for response_types_supported',
} as const;

const typeWords = {
  DPoP: 'token_type is DPoP, in any case',
  'exactly-DPoP': 'token_type is exactly "DPoP"',
  'other-than-DPoP': 'token_type is not DPoP',
} as const;

const cnfWords = {
  'well-formed': 'cnf.jkt is a SHA-256 thumbprint',
  present: 'there is cnf.jkt',
  'proof-key': "cnf.jkt is the thumbprint of the proof's key",
  'no-other-key': 'cnf.jkt, where it is there, is the thumbprint of the key that the access token is bound to',
  absent: 'there is no cnf.jkt',
} as const;

function list(values: readonly (string | number)[]): string {
  return values.join(' or ');
}

const flagWords = {
  stated: 'is stated',
  boolean: 'is true or false, where it is stated',
  true: 'is not false',
  confirmed: 'is true, or a text that says so',
} as const;
