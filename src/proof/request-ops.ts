import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import { type LawfulRequest, type Pair, type RequestDraft, type Surroundings } from './draft.ts';
import { Inapplicable } from './inapplicable.ts';
import { addQuery } from './finish-request.ts';
import { lawfulHtu, otherHost } from './edits/htu.ts';
import { forwardedFields } from './forwarded-fields.ts';
import { resolveValue } from './values/resolve.ts';

export async function applyRequestOps(
  lawful: LawfulRequest,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<RequestDraft> {
  const draft = await startDraft(lawful, surroundings);
  for (const op of ops) {
    await applyCredentialOp(draft, op, lawful, surroundings);
    applyTargetOp(draft, op, surroundings);
    if (op.op === 'preflight') makePreflight(draft, op);
    await applyFormOp(draft, op, surroundings);
  }
  return draft;
}

async function startDraft(lawful: LawfulRequest, surroundings: Surroundings): Promise<RequestDraft> {
  const token = lawful.role === 'rs' && lawful.proof ? await surroundings.token('own') : undefined;
  return {
    role: lawful.role,
    method: lawful.method,
    url: lawful.url,
    proofUrl: lawful.url,
    fields: [...lawful.fields],
    scheme: 'DPoP',
    spaces: ' ',
    tokenField: 'Authorization',
    tokenIn: 'field',
    raw: false,
    ...defined({
      form: lawful.form && [...lawful.form],
      formIn: lawful.formIn,
      body: lawful.body,
      json: lawful.json,
      token,
    }),
  };
}

async function applyCredentialOp(
  draft: RequestDraft,
  op: Op,
  lawful: LawfulRequest,
  surroundings: Surroundings,
): Promise<void> {
  switch (op.op) {
    case 'authorization-scheme':
      draft.scheme = op.value;
      return;
    case 'authorization-spaces':
      draft.spaces = (op.of === 'tab' ? '\t' : ' ').repeat(op.count);
      return;
    case 'authorization-field':
      draft.tokenField = op.name;
      return;
    case 'authorization-second':
      draft.second = { scheme: op.scheme, position: op.position ?? 'first' };
      return;
    case 'credentials':
      // An extra segment makes another token. The other edits keep the token and therefore its `ath`.
      if (op.edit === 'extra-segment' && draft.token !== undefined) draft.token = `${draft.token}.AA`;
      draft.credentials = op.edit;
      return;
    case 'access-token-in':
      draft.tokenIn = op.place === 'form' ? 'form' : 'query';
      return;
    case 'access-token':
      if (op.use === 'none') delete draft.token;
      else if (op.use !== 'proof') draft.token = await tokenFor(op.use, surroundings);
      return;
    case 'client-auth':
      draft.fields = draft.fields.filter(([name]) => !lawful.clientAuth.fields.includes(name));
      draft.form = parametersBut(draft, lawful.clientAuth.parameters);
      if (surroundings.clientId !== undefined)
        draft.form = [...parametersBut(draft, ['client_id']), ['client_id', surroundings.clientId]];
      return;
    default:
      return;
  }
}

async function tokenFor(use: Parameters<Surroundings['token']>[0], surroundings: Surroundings): Promise<string> {
  const token = await surroundings.token(use);
  if (token === undefined) throw new Inapplicable(`no access token of the kind "${use}" can be had`);
  return token;
}

/** What is written into the names of fields is sorted and in lower case (Fetch standard, CORS-preflight fetch). */
function makePreflight(draft: RequestDraft, { origin, fields }: Extract<Op, { op: 'preflight' }>): void {
  draft.fields = [
    ['Accept', '*/*'],
    ['Origin', origin],
    ['Access-Control-Request-Method', draft.method],
    [
      'Access-Control-Request-Headers',
      fields
        .map((name) => name.toLowerCase())
        .toSorted()
        .join(','),
    ],
  ];
  draft.method = 'OPTIONS';
  delete draft.token;
  delete draft.form;
  delete draft.body;
}

function parametersBut({ form }: RequestDraft, names: readonly string[]): Pair[] {
  if (form === undefined) throw new Inapplicable('the request has no form parameters');
  return form.filter(([name]) => !names.includes(name));
}

function applyTargetOp(draft: RequestDraft, op: Op, surroundings: Surroundings): void {
  switch (op.op) {
    case 'method':
      if (op.value === 'HEAD' && draft.method !== 'GET')
        throw new Inapplicable(`HEAD is the twin of GET, not of ${draft.method}`);
      draft.method = op.value;
      return;
    case 'query':
      draft.url = addQuery(draft.url, op.value);
      draft.proofUrl = draft.url;
      return;
    case 'path':
      draft.url = otherPath(draft.url, op.edit, surroundings);
      draft.proofUrl = draft.url;
      return;
    case 'field':
      draft.fields.push([op.name, op.value]);
      return;
    case 'many-fields':
      for (let count = 1; count <= op.count; count += 1) draft.fields.push([`X-Proofmark-${count}`, 'x']);
      return;
    case 'host':
      applyHost(draft, op.value);
      return;
    case 'forwarded':
      draft.fields.push(...forwardedFields(op.as, draft));
      return;
    default:
      return;
  }
}

function otherPath(url: string, edit: 'sibling' | 'reserved' | 'unreserved', surroundings: Surroundings): string {
  if (edit === 'sibling') {
    if (surroundings.secondUrl === undefined) throw new Inapplicable('the descriptor names one resource only');
    return surroundings.secondUrl;
  }
  const wanted = edit === 'reserved' ? /%(40|3A|2C|3B|21|24|26)/i : /~|%7E/i;
  if (!wanted.test(lawfulHtu(url))) throw new Inapplicable(`no resource with a ${edit} character in its path`);
  return url;
}

/** A naive server joins `Host: authority/other/path?` with the real path, and gets the URI of the proof. */
function applyHost(draft: RequestDraft, value: 'laundered-query' | 'laundered-fragment' | 'foreign'): void {
  draft.raw = true;
  if (value === 'foreign') {
    draft.fields.push(['Host', otherHost]);
    return;
  }
  const elsewhere = new URL('/proofmark-other-path', draft.url);
  draft.proofUrl = elsewhere.href;
  draft.fields.push(['Host', `${elsewhere.host}${elsewhere.pathname}${value === 'laundered-query' ? '?' : '#'}`]);
}

async function applyFormOp(draft: RequestDraft, op: Op, surroundings: Surroundings): Promise<void> {
  switch (op.op) {
    case 'form-remove':
      draft.form = parametersBut(draft, [op.name]);
      return;
    case 'form-set': {
      const others = parametersBut(draft, [op.name]);
      const { key } = surroundings;
      const value = await resolveValue(op.value, { surroundings, method: draft.method, url: draft.proofUrl, key });
      draft.form = [...others, [op.name, typeof value === 'string' ? value : JSON.stringify(value)]];
      return;
    }
    case 'registration-set': {
      if (draft.json === undefined) throw new Inapplicable('the request registers no client');
      const { key } = surroundings;
      const value = await resolveValue(op.value, { surroundings, method: draft.method, url: draft.proofUrl, key });
      draft.json = { ...draft.json, [op.name]: value };
      return;
    }
    default:
      return;
  }
}
