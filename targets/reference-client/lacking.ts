import type { Self } from './self.ts';

type Members = Readonly<Record<string, unknown>>;

/** Whether a request asks for something that this client has not claimed. */
export function isBeyond({ does }: Self, request: Members): boolean {
  return wordsOf(request).some((word) => !does.includes(word));
}

function wordsOf(request: Members): readonly string[] {
  switch (request['cmd']) {
    case 'token':
      return tokenWords(request);
    case 'callback':
      return ['token.authorization_code'];
    case 'call':
      return callWords(request);
    case 'save':
    case 'load':
      return ['restart'];
    case 'start':
      return request['ca'] === undefined ? [] : ['https'];
    default:
      return [];
  }
}

const grants: Members = {
  client_credentials: 'token.client_credentials',
  authorization_code: 'token.authorization_code',
  refresh_token: 'token.refresh',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'token.exchange',
  'urn:ietf:params:oauth:grant-type:device_code': 'token.device_code',
};

function tokenWords({ grant, par, dpop_jkt: dpopJkt }: Members): readonly string[] {
  const word = typeof grant === 'string' && Object.hasOwn(grants, grant) ? String(grants[grant]) : 'another grant';
  return [word, ...(par === true ? ['par'] : []), ...(dpopJkt === true ? ['dpop_jkt'] : [])];
}

function callWords({ method = 'GET', stream, parallel = 1 }: Members): readonly string[] {
  return [
    method === 'GET' ? 'call' : 'call.post',
    ...(stream === true ? ['call.stream'] : []),
    ...(Number(parallel) > 1 ? ['parallel'] : []),
  ];
}
