/** What each mode says. Apache joins field lines of one name with a comma before it sends them on, in every mode. */
const modes = {
  tls: ['ProxyPreserveHost On', 'RequestHeader set X-Forwarded-Proto https'],
  prefix: ['ProxyPreserveHost On'],
  host: ['ProxyPreserveHost Off'],
  dropped: ['ProxyPreserveHost On', 'RequestHeader unset DPoP'],
  merged: ['ProxyPreserveHost On'],
};

const modules = ['mpm_event', 'authz_core', 'headers', 'proxy', 'proxy_http', 'socache_shmcb', 'ssl'];

export const apache = {
  command: 'apache2',
  options: (file) => ['-f', file, '-DFOREGROUND'],
  configuration: ({ folder, port, behind, mode, tls }) => `
ServerRoot ${folder}
PidFile ${folder}/apache.pid
ServerName 127.0.0.1
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
${modules.map((one) => `LoadModule ${one}_module /usr/lib/apache2/modules/mod_${one}.so`).join('\n')}
LimitRequestFieldSize 65536
LimitRequestLine 65536
AllowEncodedSlashes NoDecode
${tls ? `SSLEngine On\nSSLCertificateFile ${tls.cert}\nSSLCertificateKeyFile ${tls.key}` : ''}
${modes[mode].join('\n')}
ProxyPass ${mode === 'prefix' ? '/api/' : '/'} http://127.0.0.1:${behind}/ nocanon
`,
};
