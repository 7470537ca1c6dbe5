// Makes the certificate of nginx-tls.yaml, once, with openssl: node certificate.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.proofmark', import.meta.url));

/** The files of a certificate for 127.0.0.1 that signs itself. */
export function certificate() {
  return { cert: path.join(folder, 'ca.pem'), key: path.join(folder, 'key.pem') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) make(certificate());

function make({ cert, key }) {
  if (existsSync(cert)) return;
  mkdirSync(folder, { recursive: true });
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650'];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const { error } = spawnSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', cert]);
  if (error)
    console.error('The certificate cannot be made here: openssl is missing; Debian has it in the package openssl.');
  process.exitCode = error ? 127 : 0;
}
