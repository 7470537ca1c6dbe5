import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { startChild } from '../kit/child.mjs';
import { listening } from '../kit/listening.mjs';

const modules = '/usr/lib/apache2/modules';

/** Starts Apache on a port of 127.0.0.1, with mod_oauth2 before a server of ours which sees only what the module lets through. */
export async function start(_cache, [port, issuer]) {
  if (!isInstalled()) {
    console.error(
      'mod_oauth2 3.3.1 is not available here: Apache lacks it; Debian 12 has it in the package libapache2-mod-oauth2.',
    );
    process.exit(127);
  }
  const behind = createServer((_request, response) => response.end('{"protected":"resource"}'));
  await new Promise((resolve) => behind.listen(0, '127.0.0.1', resolve));
  const file = path.join(process.env.PROOFMARK_SCRATCH, 'apache.conf');
  writeFileSync(file, configuration({ port, issuer, behind: behind.address().port }));
  startChild('apache2', ['-f', file, '-DFOREGROUND'], { ready: /never/ });
  await listening(port);
  console.log('ready');
}

/** The module says which release it is. */
function isInstalled() {
  const file = path.join(modules, 'mod_oauth2.so');
  return existsSync(file) && readFileSync(file).includes('mod_oauth2-3.3.1');
}

/** As the documentation of the module has it. */
const configuration = ({ port, issuer, behind }) => `
ServerRoot ${process.env.PROOFMARK_SCRATCH}
DefaultRuntimeDir ${process.env.PROOFMARK_SCRATCH}
PidFile apache.pid
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
ErrorLog error.log
${['mpm_prefork', 'authn_core', 'authz_core', 'authz_user', 'proxy', 'proxy_http', 'oauth2'].map(loaded).join('\n')}
<Location "/">
  AuthType oauth2
  OAuth2TokenVerify metadata ${issuer}/.well-known/oauth-authorization-server type=dpop
  OAuth2AcceptTokenIn header name=Authorization&type=DPoP
  <RequireAll>
    Require oauth2_claim iss:${issuer}
    Require oauth2_claim aud:urn:proofmark:api
  </RequireAll>
</Location>
ProxyPass / http://127.0.0.1:${behind}/ nocanon
`;

function loaded(name) {
  return `LoadModule ${name}_module ${path.join(modules, `mod_${name}.so`)}`;
}
