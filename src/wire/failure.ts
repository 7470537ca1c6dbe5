import type { Failure } from '../record/transcript.ts';
type Kind = Failure['kind'];

const kinds: Readonly<Record<string, Kind>> = {
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  EADDRNOTAVAIL: 'connect',
  ETIMEDOUT: 'connect',
  EACCES: 'connect',
  EMFILE: 'connect',
  ERR_SOCKET_BAD_PORT: 'connect',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  HPE_INVALID_EOF_STATE: 'reset',
  HPE_HEADER_OVERFLOW: 'too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'too-large',
  EPROTO: 'tls',
};

const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/;

/** Classifies what Node reports when a request cannot be sent or its answer cannot be read. */
export function failureOf(error: Error): Failure {
  const code = codeOf(error);
  return { kind: kindOf(code, error.message), message: messageOf(error, code) };
}

function kindOf(code: string, message: string): Kind {
  if (code === 'ECONNRESET' && message.includes('before secure TLS connection')) return 'tls';
  return kinds[code] ?? (tlsCode.test(code) ? 'tls' : 'protocol');
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

// A name with several addresses fails with one error that holds the others and has no message of its own.
function messageOf(error: Error, code: string): string {
  if (!(error instanceof AggregateError)) return error.message === '' ? code : error.message;
  const inner: readonly unknown[] = error.errors;
  return inner.map((each) => (each instanceof Error ? each.message : String(each))).join('; ');
}
