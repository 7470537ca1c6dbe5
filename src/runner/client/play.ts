import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Answered, Command, Reply } from '../../driver/contract.ts';
import { openPeer, type Peer } from '../../peer/open-peer.ts';
import type { ClientRun, ClientWord } from '../../record/basis.ts';
import type { ExchangeEvent } from '../../record/schema.ts';
import { describeStep } from '../../suite/client/describe.ts';
import { type clientGrantTypes, urnGrants } from '../../plan/ability.ts';
import type { Posture } from '../../suite/client/posture.ts';
import type { Task, TaskStep } from '../../suite/client/task.ts';
import { defined } from '../../defined.ts';
import { createWire } from '../../wire/client.ts';
import { visitEvent } from './record-visit.ts';
import { wordOf } from './word-of.ts';
import type { ClientStage } from './stage.ts';

/** What is played: a task against servers with a posture. */
export type Playing = {
  readonly task: Task;
  readonly posture: Posture;
  readonly instance: string;
  readonly purpose: ClientRun['purpose'];
};

/** What came of it, with the requests in the order in which they came. */
export type Performance = { readonly run: ClientRun; readonly events: readonly ExchangeEvent[] };

let count = 0;

/** Plays a task with a session, a key and servers of its own. */
export async function play(stage: ClientStage, playing: Playing): Promise<Performance> {
  const { task, posture, instance, purpose } = playing;
  count += 1;
  const run = `${stage.name}/run-${count}`;
  const events: ExchangeEvent[] = [];
  const tls = task.tls === undefined && !stage.descriptor.tls ? undefined : stage.tls();
  const certificate = task.tls === 'other-name' ? tls?.otherName : tls?.trusted;
  const peer = await openPeer({
    posture,
    mint: stage.mint,
    ports: stage.ports,
    ...(certificate === undefined ? {} : { tls: certificate }),
    onVisit: (visit) => {
      const id = stage.nextId(instance);
      const event = visitEvent(visit, { id, target: stage.name, instance, run, purpose, posture });
      events.push(event);
      stage.emit(event);
    },
  });
  try {
    const words = await perform(stage, task, { peer, session: `s${count}`, ca: tls?.ca });
    // What was sent without waiting for it has a moment to come.
    await turn();
    const hasEnded = words.some(({ ended, garbage }) => ended !== undefined || garbage !== undefined);
    const stderr = hasEnded ? stage.driver.lastWords().slice(-2000) : '';
    const counted = task.tls === 'other-name' ? { connections: peer.connections() } : {};
    const whole = { run, purpose, exchanges: events.map(({ id }) => id), words: [...words], ...counted };
    return { run: stderr === '' ? whole : { ...whole, stderr }, events };
  } finally {
    await peer.close();
  }
}

type Scene = { readonly peer: Peer; readonly session: string; readonly ca: string | undefined };
type State = { session: string };

/** The words of the client, one for each step. After a failure to get a token nothing more is asked. */
async function perform(stage: ClientStage, task: Task, scene: Scene): Promise<readonly ClientWord[]> {
  const words: ClientWord[] = [];
  const state: State = { session: scene.session };
  const begun = wordOf('start', ofBrowser(stage, task) ?? (await stage.driver.ask(startCommand(stage, task, scene))));
  if (!begun.ok) return [begun];
  for (const step of task.steps) {
    if (stage.signal.aborted) break;
    const word = wordOf(describeStep(step), await askStep(stage, { task, step, scene, state }));
    words.push(word);
    if (!word.ok && (step.do !== 'call' || isGone(word))) break;
  }
  return words;
}

/** In a page some things are not the client's: it is the browser that looks at certificates, and a page has one user. */
function ofBrowser({ descriptor }: ClientStage, { tls, steps }: Task): Answered | undefined {
  const isNotItsOwn = tls === 'other-name' || steps.some((step) => step.do === 'calls-of-two');
  return descriptor.dress === 'page' && isNotItsOwn
    ? { kind: 'reply', reply: { id: '', ok: false, unsupported: true } }
    : undefined;
}

function isGone({ ended, silent, garbage }: ClientWord): boolean {
  return ended !== undefined || silent === true || garbage !== undefined;
}

/** Nobody listens there. */
const plainRedirectUri = 'http://127.0.0.1:8497/callback';

function startCommand({ descriptor, driver }: ClientStage, task: Task, { peer, session, ca }: Scene): Command {
  const { client, scope, redirectUri } = descriptor;
  const auth = task.client ?? client.auth;
  const isSecret = auth === 'client_secret_basic' || auth === 'client_secret_post';
  return {
    cmd: 'start',
    session,
    issuer: peer.origins.as,
    client: {
      id: client.id,
      auth,
      ...(isSecret ? { secret: randomBytes(24).toString('base64url') } : {}),
      ...(auth === 'private_key_jwt' ? { key: clientKey() } : {}),
    },
    redirect_uri: redirectUri ?? driver.redirectUri ?? plainRedirectUri,
    resource: `${peer.origins.rs}/`,
    scope,
    ...defined({ ca }),
    require_dpop: true,
  };
}

let key: Readonly<Record<string, unknown>> | undefined;

/** Nobody checks what it signs. */
function clientKey(): Record<string, unknown> {
  key ??= {
    ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    alg: 'ES256',
    kid: 'client',
  };
  return { ...key };
}

type Asking = { readonly task: Task; readonly step: TaskStep; readonly scene: Scene; readonly state: State };

async function askStep(stage: ClientStage, { task, step, scene, state }: Asking): Promise<Answered> {
  const { driver } = stage;
  const { session } = state;
  switch (step.do) {
    case 'token':
      return getToken(stage, { task, scene, session }, step);
    case 'calls-of-two':
      return callsOfTwo(stage, { task, scene, session }, step.times);
    case 'refresh':
      return driver.ask({ cmd: 'token', session, grant: 'refresh_token' });
    case 'exchange':
      return driver.ask({ cmd: 'token', session, grant: urnGrants.exchange });
    case 'restart':
      return restart(stage, state);
    case 'call': {
      const { method, at, path, body = null, stream = false, times, parallel } = step;
      const origin = at === 'resource2' ? scene.peer.origins.rs2 : scene.peer.origins.rs;
      const headers: [string, string][] = body === null ? [] : [['content-type', 'text/plain']];
      return driver.ask({
        cmd: 'call',
        session,
        method,
        url: `${origin}${path}`,
        headers,
        body,
        stream,
        times,
        parallel,
      });
    }
    default:
      return step satisfies never;
  }
}

type Getting = { readonly task: Task; readonly scene: Scene; readonly session: string };
type TokenStep = { readonly par?: true | undefined; readonly dpopJkt?: true | undefined };

async function getToken(stage: ClientStage, { task, scene, session }: Getting, step: TokenStep): Promise<Answered> {
  const grant = grantOf(stage, task);
  const wishes = grant === 'authorization_code' ? { par: step.par === true, dpop_jkt: step.dpopJkt === true } : {};
  const answered = await stage.driver.ask({ cmd: 'token', session, grant, ...wishes });
  const { navigate, callback } = answered.kind === 'reply' && answered.reply.ok ? answered.reply : {};
  if (callback !== undefined) return stage.driver.ask({ cmd: 'callback', session, url: callback });
  return navigate === undefined ? answered : followFront(stage, { navigate, scene, session });
}

/** Two users of one process: what belongs to one of them must not get into the requests of the other. */
async function callsOfTwo(stage: ClientStage, { task, scene, session }: Getting, times: number): Promise<Answered> {
  const other = `${session}-other`;
  const begun = await stage.driver.ask(startCommand(stage, task, { ...scene, session: other }));
  if (begun.kind !== 'reply' || !begun.reply.ok) return begun;
  const got = await getToken(stage, { task, scene, session: other }, {});
  if (got.kind !== 'reply' || !got.reply.ok) return got;
  const url = `${scene.peer.origins.rs}/`;
  const call = (of: string) =>
    stage.driver.ask({
      cmd: 'call',
      session: of,
      method: 'GET',
      url,
      headers: [],
      body: null,
      stream: false,
      times,
      parallel: 1,
    });
  const answers = await Promise.all([call(session), call(other)]);
  return answers.find((one) => one.kind !== 'reply' || !one.reply.ok) ?? answers[0];
}

/** The plain grant where the client can do it; else the code. */
function grantOf({ does }: ClientStage, { grant }: Task): (typeof clientGrantTypes)[number] {
  if (grant === 'device_code') return urnGrants.deviceCode;
  if (grant !== 'any') return grant;
  return does.has('token.client_credentials') ? 'client_credentials' : 'authorization_code';
}

type Front = { readonly navigate: string; readonly scene: Scene; readonly session: string };

/** Proofmark is the browser: it follows the way to the authorization server, and brings the answer back. */
async function followFront(stage: ClientStage, { navigate, scene, session }: Front): Promise<Answered> {
  const { as } = scene.peer.origins;
  if (!navigate.startsWith(`${as}/`))
    return refusal(`it sends the user to ${navigate.slice(0, 80)}, and the authorization server is ${as}`);
  const wire = createWire({
    allowedHosts: [new URL(as).host],
    timeoutMs: 5000,
    maxBodyBytes: 65_536,
    maxFieldBytes: 65_536,
    connections: 1,
    ...defined({ ca: scene.ca }),
  });
  const { response } = await wire.send({ method: 'GET', url: navigate, fields: [['Connection', 'close']] });
  await wire.close();
  const location = response?.fields.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined)
    return refusal(`the authorization request was answered with ${response?.status ?? 'nothing'}`);
  return stage.driver.ask({ cmd: 'callback', session, url: location });
}

/** It saves what it has, ends, and goes on in a new process. */
async function restart({ driver }: ClientStage, state: State): Promise<Answered> {
  const saved = await driver.ask({ cmd: 'save', session: state.session });
  if (saved.kind !== 'reply' || !saved.reply.ok) return saved;
  await driver.renew();
  state.session = `${state.session}-again`;
  return driver.ask({ cmd: 'load', session: state.session, state: saved.reply.state ?? '' });
}

function refusal(text: string): Answered {
  const reply: Reply = { id: '', ok: false, error: { code: 'navigation', text } };
  return { kind: 'reply', reply };
}
