const grants = {
  client_credentials: 'token.client_credentials',
  authorization_code: 'token.authorization_code',
  refresh_token: 'token.refresh',
};

const furtherGrants = {
  'urn:ietf:params:oauth:grant-type:token-exchange': 'token.exchange',
  'urn:ietf:params:oauth:grant-type:device_code': 'token.device_code',
};

/** What few libraries do, so that an adapter names it beside `allBut`. */
export const furtherWords = Object.values(furtherGrants);

const everything = [
  ...Object.values(grants),
  'par',
  'dpop_jkt',
  'call',
  'call.post',
  'call.stream',
  'nonce.as',
  'nonce.rs',
  'restart',
  'parallel',
  'https',
  'http-loopback',
  'redirects',
];

/** All that the drive contract has a word for, but `furtherWords` and what is named. */
export function allBut(...words) {
  return everything.filter((word) => !words.includes(word));
}

/** Thrown by an adapter for what its client cannot be asked to do. */
export class Unsupported extends Error {}

/** Whether an adapter has claimed all that a request takes. `auth`: how it can authenticate, if not in every way. */
export function isWithin({ does, auth }, { client, ...request }) {
  return isClaimed(does, request) && (client === undefined || (auth?.includes(client.auth) ?? true));
}

function isClaimed(does, { cmd, grant, par, dpop_jkt: dpopJkt, method = 'GET', stream, parallel = 1, ca }) {
  const needed = {
    token: [{ ...grants, ...furtherGrants }[grant] ?? 'another grant', par && 'par', dpopJkt && 'dpop_jkt'],
    callback: ['token.authorization_code'],
    call: [method === 'GET' ? 'call' : 'call.post', stream && 'call.stream', parallel > 1 && 'parallel'],
    start: [ca && 'https'],
    save: ['restart'],
    load: ['restart'],
  };
  return (needed[cmd] ?? []).every((word) => !word || does.includes(word));
}
