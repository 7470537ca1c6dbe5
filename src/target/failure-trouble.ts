import { printable } from '../document/printable.ts';
import type { Path } from '../document/source.ts';
import type { Advice } from '../errors.ts';
import type { Failure } from '../record/transcript.ts';

/** What is wrong where no answer came at all from a URL, which stands in the descriptor at `at`. */
export function failureTrouble(
  url: string,
  { kind, message }: Failure,
  at: Path,
): Advice & { readonly message: string } {
  const said = `${kind}: ${printable(message, 200)}`;
  const { host, hostname } = new URL(url);
  switch (kind) {
    case 'tls':
      return { message: `${url}: no TLS connection to ${host}`, said, ...certificateAdvice(message, hostname, at) };
    case 'connect':
      return {
        message: `${url}: nothing can be reached at ${host}`,
        said,
        at,
        fix: `start the server, or correct the URL`,
      };
    case 'dns':
      return { message: `${url}: the name ${hostname} is not known`, said, at, fix: 'correct the host of the URL' };
    case 'timeout': {
      const fix = 'see that the server answers at all; where it is only slow, raise limits.timeoutSeconds';
      return { message: `${url}: no answer in time`, said, at: ['limits', 'timeoutSeconds'], fix };
    }
    case 'protocol':
    case 'reset': {
      const fix = `see that this is an HTTP server, and that the scheme is right (${new URL(url).protocol}//)`;
      return { message: `${url}: the connection ended without an answer`, said, at, fix };
    }
    case 'too-large':
      return { message: `${url}: the answer is too large to be read`, said, at: ['limits', 'maxBodyBytes'] };
    case 'not-allowed':
      return { message: `${url}: not sent`, said, at: ['allow'] };
    default:
      return kind satisfies never;
  }
}

/** What Node says of a chain that ends in no certificate that it knows, as by OpenSSL. */
const unknownIssuer = /self.signed|unable to (get|verify)|issuer cert/i;
const otherName = /altnames|does not match/i;
const plainText = /wrong version number|packet length too long|http request/i;

function certificateAdvice(message: string, hostname: string, at: Path): Pick<Advice, 'at' | 'fix'> {
  if (unknownIssuer.test(message))
    return {
      at: ['tls', 'ca'],
      fix: 'name the certificate of the CA that signed it, a PEM file: tls: { ca: ca.pem } (the store of the system is not asked)',
    };
  if (otherName.test(message))
    return { at, fix: `write the host as the certificate has it; it is not for ${hostname}` };
  if (plainText.test(message)) return { at, fix: 'write http:// in the URL: what answers there speaks no TLS' };
  return { at, fix: 'see that the certificate is valid at this moment, and that the server speaks TLS 1.2 or newer' };
}
