/** What the provider keeps: in memory, for one account that has logged in on every device, and has allowed every client what it asks for. */
export function createStore({ account, clients }) {
  return { ...accounts(account, clients), ...devices(), ...requests(), ...tokens(account) };
}

function accounts(account, clients) {
  const authorizedClients = new Map(clients.map((id) => [id, { authorizedScopes: ['atproto'] }]));
  const on = (deviceId) => ({
    deviceId,
    deviceData: { sessionId: '', lastSeenAt: new Date(), userAgent: null, ipAddress: '127.0.0.1' },
    account,
    authorizedClients,
    createdAt: new Date(),
    updatedAt: new Date(),
  });
  return {
    getAccount: () => ({ account, authorizedClients }),
    setAuthorizedClient: () => {},
    upsertDeviceAccount: () => {},
    // Where a code comes twice, the provider logs the device out. The user of this test logs in again at once.
    removeDeviceAccount: () => {},
    getDeviceAccount: on,
    listDeviceAccounts: ({ deviceId }) => [on(deviceId)],
    findLexicon: () => null,
    storeLexicon: () => {},
    deleteLexicon: () => {},
    ...unused(
      'createAccount authenticateAccount resetPasswordRequest resetPasswordConfirm updateEmailRequest ' +
        'updateEmailConfirm verifyEmailRequest verifyEmailConfirm verifyHandleAvailability updateHandle deactivateAccount ' +
        'reactivateAccount deleteAccountRequest deleteAccountConfirm',
    ),
  };
}

/** The provider asks whether a store has these, and calls none of them here. */
function unused(names) {
  const refuse = () => {
    throw new Error('this account cannot be changed');
  };
  return Object.fromEntries(names.split(' ').map((name) => [name, refuse]));
}

function devices() {
  const known = new Map();
  return {
    createDevice: (id, data) => void known.set(id, data),
    readDevice: (id) => known.get(id) ?? null,
    updateDevice: (id, data) => void known.set(id, { ...known.get(id), ...data }),
    deleteDevice: (id) => void known.delete(id),
  };
}

/** Where no code is found, the provider looks whether a token was issued for it, and revokes that one. */
function requests() {
  const open = new Map();
  return {
    createRequest: (id, data) => void open.set(id, data),
    readRequest: (id) => open.get(id) ?? null,
    updateRequest: (id, data) => void open.set(id, { ...open.get(id), ...data }),
    deleteRequest: (id) => void open.delete(id),
    consumeRequestCode: (code) => {
      const [requestId, data] = [...open].find(([, request]) => request.code === code) ?? [];
      if (requestId === undefined) return null;
      open.delete(requestId);
      return { requestId, data };
    },
  };
}

function tokens(account) {
  const issued = new Map();
  const infoOf = (found) => found && { ...found, account };
  const find = (test) => infoOf([...issued.values()].find(test)) ?? null;
  return {
    createToken: (id, data, refreshToken) =>
      void issued.set(id, { id, data, currentRefreshToken: refreshToken ?? null, used: [] }),
    readToken: (id) => infoOf(issued.get(id)) ?? null,
    deleteToken: (id) => void issued.delete(id),
    rotateToken: (id, nextId, refreshToken, changes) => {
      const { data, currentRefreshToken, used } = issued.get(id);
      issued.delete(id);
      const next = { id: nextId, data: { ...data, ...changes }, currentRefreshToken: refreshToken };
      issued.set(nextId, { ...next, used: [...used, currentRefreshToken] });
    },
    findTokenByRefreshToken: (token) =>
      find(({ currentRefreshToken, used }) => currentRefreshToken === token || used.includes(token)),
    findTokenByCode: (code) => find(({ data }) => data.code === code),
    listAccountTokens: () => [...issued.values()].map(infoOf),
  };
}
