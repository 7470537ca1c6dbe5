/** Where programs and files are, and where released products are fetched to. */
const places = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'SystemRoot', 'PROOFMARK_PRODUCTS'];
/** The files of certificate authorities, by the names that Node, OpenSSL, curl and Python know. */
const authorities = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'PIP_CERT',
];
const names = [...places, ...authorities];

/** The variables of this machine that any launched server, and any client under test, is given. None of them holds a secret. */
export function machineEnv(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]] as const])));
}
