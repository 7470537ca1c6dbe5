/** What each mode puts into the one location. nginx sends `Host: $proxy_host` where nothing else is said. */
const modes = {
  tls: ['proxy_set_header Host $http_host;', 'proxy_set_header X-Forwarded-Proto https;'],
  prefix: ['proxy_set_header Host $http_host;'],
  host: [],
  dropped: ['proxy_set_header Host $http_host;', 'proxy_set_header DPoP "";'],
  limited: ['proxy_set_header Host $http_host;', 'limit_req zone=all burst=5 nodelay;', 'limit_req_status 429;'],
};

export const nginx = {
  command: 'nginx',
  options: (file) => ['-c', file, '-g', 'daemon off;'],
  configuration: ({ folder, port, behind, mode, tls }) => `
pid ${folder}/nginx.pid;
error_log stderr warn;
worker_processes 1;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  large_client_header_buffers 8 64k;
  limit_req_zone $binary_remote_addr zone=all:1m rate=50r/s;
  server {
    listen 127.0.0.1:${port}${tls ? ' ssl' : ''};
    ${tls ? `ssl_certificate ${tls.cert}; ssl_certificate_key ${tls.key};` : ''}
    location ${mode === 'prefix' ? '/api/' : '/'} {
      ${modes[mode].join('\n      ')}
      proxy_http_version 1.1;
      proxy_pass http://127.0.0.1:${behind}${mode === 'prefix' ? '/' : ''};
    }
  }
}
`,
};
