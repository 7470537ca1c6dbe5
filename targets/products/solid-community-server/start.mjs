import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppRunner, BaseClientCredentialsStore } from '@solid/community-server';

const email = 'tester@example.com';
const password = process.env.TESTER_PASSWORD;

/**
 * Starts the server on a port of localhost, with everything in memory: one account with a pod, client credentials for it, and a file that only its owner
 * may read.
 */
export async function start(_cache, [port]) {
  nameCredentials(process.env.CLIENT_ID, process.env.CLIENT_SECRET);
  const base = `http://localhost:${port}/`;
  const seed = path.join(mkdtempSync(path.join(os.tmpdir(), 'solid-')), 'seed.json');
  writeFileSync(seed, JSON.stringify([{ email, password, pods: [{ name: 'tester' }] }]));
  const settings = { port: Number(port), baseUrl: base, seedConfig: seed, loggingLevel: 'warn' };
  await new AppRunner().run({ shorthand: settings });
  await createCredentials(base);
  await createFile(base);
  console.log('ready');
}

/** The server makes up id and secret of client credentials. Here both are given, since the descriptor has to know them. */
function nameCredentials(label, secret) {
  const { create } = BaseClientCredentialsStore.prototype;
  BaseClientCredentialsStore.prototype.create = async function createNamed(_label, webId, accountId) {
    const storage = Object.create(this.storage, {
      create: { value: (type, fields) => this.storage.create(type, { ...fields, secret }) },
    });
    return create.call({ logger: this.logger, storage }, label, webId, accountId);
  };
}

/** As the documentation has it: a login by the API of accounts, then a POST to the client credentials of the account. */
async function createCredentials(base) {
  const login = await post(`${base}.account/login/password/`, { email, password });
  const authorization = `CSS-Account-Token ${login.authorization}`;
  const { controls } = await (await fetch(`${base}.account/`, { headers: { authorization } })).json();
  await post(
    controls.account.clientCredentials,
    { name: 'tester', webId: `${base}tester/profile/card#me` },
    { authorization },
  );
}

async function createFile(base) {
  const basic = Buffer.from(`${process.env.CLIENT_ID}:${process.env.CLIENT_SECRET}`).toString('base64');
  const form = { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'webid' }) };
  const response = await fetch(`${base}.oidc/token`, { ...form, headers: { authorization: `Basic ${basic}` } });
  const { access_token: token } = await response.json();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' };
  const file = `${base}tester/private/file.txt`;
  const { ok, status } = await fetch(file, { method: 'PUT', headers, body: 'only its owner may read this' });
  if (!ok) throw new Error(`${file} answers ${status}`);
}

async function post(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return response.json();
}
