import type { AnswerOp } from '../suite/client/answer-ops.ts';
import { type Asked, movedPath } from './asked.ts';
import { challenged, type Draft, isResource, type Issued, type Lawful, oauthError } from './lawful/answer.ts';
import { type Origins, tokenWith } from './lawful/authorization-server.ts';
import { crossOriginFields } from './cross-origin.ts';
import type { RawAnswer } from './listener.ts';
import type { Mint } from './mint.ts';
import type { Nonces } from './nonces.ts';

/** What the ops of an answer may need to know. */
export type Ground = {
  readonly asked: Asked;
  readonly nonces: Nonces;
  readonly origins: Origins;
  readonly mint: Mint;
  /** Makes the lawful answer, with all that comes of it: a code is used up, a token is issued. */
  readonly lawful: () => Lawful;
};

type Changing = { draft: Draft; issued?: Issued | undefined; delayMs?: number; cutAfter?: number; clock?: number };

/** The answer that the ops make of the lawful one, and the token that it hands out. */
export function changedAnswer(
  ops: readonly AnswerOp[],
  ground: Ground,
): { readonly answer: RawAnswer; readonly issued?: Issued } {
  const replaces = ops.some(({ op }) => op === 'demand-nonce' || op === 'error' || op === 'redirect');
  const start: Lawful = replaces ? { draft: oauthError(400, 'invalid_request') } : ground.lawful();
  const changing: Changing = { ...start };
  for (const op of ops) apply(op, changing, ground);
  const { draft, issued, delayMs, cutAfter, clock = 0 } = changing;
  const date = new Date(Date.now() + clock * 1000).toUTCString();
  const answer: RawAnswer = {
    status: draft.status,
    fields: [['Date', date], ...crossOriginFields(ground.asked), ...draft.fields],
    body: typeof draft.body === 'string' ? draft.body : JSON.stringify(draft.body),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(cutAfter === undefined ? {} : { cutAfter }),
  };
  return { answer, ...(issued === undefined ? {} : { issued }) };
}

function apply(op: AnswerOp, changing: Changing, ground: Ground): void {
  const { draft } = changing;
  switch (op.op) {
    case 'demand-nonce':
      changing.draft = nonceDemand(op, ground);
      return;
    case 'error':
      changing.draft = isResource(ground.asked.at)
        ? { ...challenged(op.error), status: op.status }
        : oauthError(op.status, op.error);
      return;
    case 'redirect':
      changing.draft = { status: op.status, fields: [['Location', redirectTarget(op.to, ground)]], body: '' };
      return;
    case 'delay':
      changing.delayMs = op.ms;
      return;
    case 'cut':
      changing.cutAfter = op.after;
      return;
    case 'clock':
      changing.clock = op.seconds;
      return;
    case 'token':
      changing.issued = { token: tokenWith(ground.mint, op.cnf, ground.asked.form.get('client_id') ?? '') };
      changing.draft = withMember(draft, 'access_token', changing.issued.token);
      return;
    default:
      changing.draft = changedDraft(op, draft, ground);
  }
}

type DraftOp = Exclude<AnswerOp, { op: 'demand-nonce' | 'error' | 'redirect' | 'delay' | 'cut' | 'clock' | 'token' }>;

function changedDraft(op: DraftOp, draft: Draft, { asked, nonces }: Ground): Draft {
  const { fields } = draft;
  const without = (name: string): Draft['fields'] => fields.filter(([field]) => !isSame(field, name));
  switch (op.op) {
    case 'nonce': {
      const lines = Array.from({ length: op.lines }, () => [op.name, nonces.give(asked.origin, op.value)] as const);
      return { ...draft, fields: [...without('DPoP-Nonce'), ...lines] };
    }
    case 'status':
      return { ...draft, status: op.value };
    case 'field-set':
      return { ...draft, fields: [...without(op.name), [op.name, op.value]] };
    case 'field-add':
      return { ...draft, fields: [...fields, [op.name, op.value]] };
    case 'field-remove':
      return { ...draft, fields: without(op.name) };
    case 'field-name':
      return {
        ...draft,
        fields: fields.map(([name, value]) => [isSame(name, op.name) ? op.to : name, value] as const),
      };
    case 'challenge':
      return {
        ...draft,
        fields: [...without('WWW-Authenticate'), ...op.lines.map((line) => ['WWW-Authenticate', line] as const)],
      };
    case 'callback':
      return { ...draft, fields: fields.map((field) => withCallback(field, op)) };
    case 'member-set':
    case 'member-remove':
    case 'body':
      return changedBody(op, draft);
    default:
      return op satisfies never;
  }
}

type BodyOp = Extract<AnswerOp, { op: 'member-set' | 'member-remove' | 'body' }>;

function changedBody(op: BodyOp, draft: Draft): Draft {
  switch (op.op) {
    case 'member-set':
      return withMember(draft, op.name, op.value);
    case 'member-remove': {
      if (typeof draft.body === 'string') return draft;
      const { [op.name]: _gone, ...body } = draft.body;
      return { ...draft, body };
    }
    case 'body':
      return { ...draft, body: op.text };
    default:
      return op satisfies never;
  }
}

function nonceDemand(op: Extract<AnswerOp, { op: 'demand-nonce' }>, { asked, nonces }: Ground): Draft {
  const description = 'The server wants a nonce in the proof';
  const field = op.field ? ([['DPoP-Nonce', nonces.give(asked.origin, op.nonce)]] as const) : [];
  if (!isResource(asked.at)) {
    const draft = oauthError(400, 'use_dpop_nonce', op.description ? description : undefined);
    return { ...draft, fields: [...draft.fields, ...field] };
  }
  const draft = challenged('use_dpop_nonce');
  const [[name, challenge] = ['WWW-Authenticate', 'DPoP'] as const, ...rest] = draft.fields;
  const spelt = op.description ? `${challenge}, error_description="${description}"` : challenge;
  return { ...draft, fields: [[name, spelt], ...rest, ...field] };
}

function redirectTarget(to: 'same-origin' | 'other-origin', { asked, origins }: Ground): string {
  const own = origins[asked.origin];
  const tail = asked.target.replace(/^https?:\/\/[^/?#]*/i, '');
  return to === 'same-origin' ? `${own}${movedPath}${tail}` : `${origins.foreign}${tail}`;
}

function withMember(draft: Draft, name: string, value: unknown): Draft {
  return typeof draft.body === 'string' ? draft : { ...draft, body: { ...draft.body, [name]: value } };
}

function withCallback(
  [name, value]: readonly [string, string],
  parameter: Extract<AnswerOp, { op: 'callback' }>,
): readonly [string, string] {
  return [name, isSame(name, 'Location') ? withParameter(value, parameter) : value];
}

function withParameter(location: string, { name, value }: { readonly name: string; readonly value: string }): string {
  if (!URL.canParse(location)) return location;
  const url = new URL(location);
  url.searchParams.set(name, value);
  return url.href;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
