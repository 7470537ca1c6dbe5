import { ClientError } from '../client-error.ts';

/**
 * RFC 9449 2 and 11: proofs and tokens go over https. Plain http is for loopback, and only where the issuer has it too.
 *
 * @throws {ClientError} if the URL cannot be used.
 */
export function safeUrl(text: string, issuer: string): URL {
  if (!URL.canParse(text)) throw new ClientError('invalid_url', `${text} is no URL`);
  const url = new URL(text);
  const secure = url.protocol === 'https:';
  const plain = url.protocol === 'http:' && isLoopback(url.hostname) && issuer.startsWith('http:');
  if (secure || plain) return url;
  throw new ClientError('insecure_url', `${url.origin} is not https`);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
