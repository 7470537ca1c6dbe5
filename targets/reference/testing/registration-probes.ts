import type { registrationDefects } from '../defects/registration.ts';
import { send, type Probe, type World } from './probe-kit.ts';
import { describe, makeProof, post } from './proof-probe.ts';

const json = { 'Content-Type': 'application/json' };

async function register({ server }: World, flag: boolean): Promise<Readonly<Record<string, unknown>>> {
  const body = JSON.stringify({ grant_types: ['client_credentials'], dpop_bound_access_tokens: flag });
  const answer = await send(`${server.issuer}/register`, { method: 'POST', headers: json, body });
  return answer.status === 404 ? { status: 404 } : (JSON.parse(answer.body) as Readonly<Record<string, unknown>>);
}

/** The flag in the answer, and its type. */
const flagOf = ({ status = 201, dpop_bound_access_tokens: flag }: Readonly<Record<string, unknown>>): string =>
  `${String(status)} ${typeof flag} ${String(flag)}`;

const registered: Probe = async (world) => flagOf(await register(world, true));

const readBack: Probe = async (world) => {
  const { registration_client_uri: url, registration_access_token: token } = await register(world, true);
  const answer = await send(String(url), { headers: { Authorization: `Bearer ${String(token)}` } });
  return flagOf(JSON.parse(answer.body) as Readonly<Record<string, unknown>>);
};

const used =
  (flag: boolean, proves: boolean): Probe =>
  async (world) => {
    const { client_id: id, client_secret: secret } = await register(world, flag);
    const url = `${world.server.issuer}/token`;
    const form = { grant_type: 'client_credentials', client_id: String(id), client_secret: String(secret) };
    const headers: Record<string, string> = proves ? { DPoP: makeProof(world, { htm: 'POST', url }) } : {};
    return describe(await post(url, form, headers));
  };

export const registrationProbes: Readonly<Record<(typeof registrationDefects)[number]['id'], Probe>> = {
  'registration-flag-dropped': registered,
  'registration-flag-text': registered,
  'registration-flag-unread': readBack,
  'registered-client-unbound': used(true, false),
  'registered-text-unbound': used(true, false),
  'registered-unflagged-proof-refused': used(false, true),
  'registration-endpoint-missing': registered,
};
