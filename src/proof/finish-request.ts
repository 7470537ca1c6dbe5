import { defined } from '../defined.ts';
import type { Op, OpOf } from '../plan/ops.ts';
import type { WireRequest } from '../wire/types.ts';
import type { Pair, RequestDraft } from './draft.ts';
import type { CarriedProof } from './prove.ts';
import { Inapplicable } from './inapplicable.ts';

/** Puts the proof and the access token where they belong and writes the body. */
export function finishRequest(draft: RequestDraft, ops: readonly Op[], proof: CarriedProof | undefined): WireRequest {
  if (proof !== undefined && ops.some((op) => op.op === 'client-auth' && op.use === 'proof-as-assertion'))
    presentAsCredential(draft, proof.text);
  const name = ops.find((op) => op.op === 'dpop-field')?.name ?? 'DPoP';
  const { url, fields, body } = withToken(draft);
  const proofs = (proof?.lines ?? []).map((line) => [name, line] as const);
  const all = inOrder(fields, proofs, ops.find((op) => op.op === 'field-order')?.edit);
  const plain = all.every(([, value]) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value));
  return {
    method: draft.method,
    url,
    fields: all,
    ...defined({ body }),
    ...(plain && !draft.raw ? {} : { raw: true }),
  };
}

/** Presents the finished proof itself as the client's credential. */
function presentAsCredential({ form }: RequestDraft, proof: string): void {
  form?.push(
    ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    ['client_assertion', proof],
  );
}

type WithToken = { readonly url: string; readonly fields: readonly Pair[]; readonly body?: string };

function withToken(draft: RequestDraft): WithToken {
  if (draft.formIn === 'query') return { url: addQuery(draft.url, formText(draft.form ?? [])), fields: draft.fields };
  const { token } = draft;
  const tokenIn = token === undefined ? undefined : draft.tokenIn;
  const fields = token === undefined ? draft.fields : [...authorization(draft, token), ...draft.fields];
  const url = token !== undefined && tokenIn === 'query' ? addQuery(draft.url, parameter(token)) : draft.url;
  const body = token !== undefined && tokenIn === 'form' ? bodyWithToken(draft, token) : plainBody(draft);
  const isForm = draft.form !== undefined || tokenIn === 'form';
  const typed = !isForm || contentType(draft) !== undefined ? fields : [...fields, ['Content-Type', formType] as const];
  return { url, fields: typed, ...defined({ body }) };
}

/** The field lines of a request. Without an edit, the proof comes last. */
function inOrder(
  fields: readonly Pair[],
  proofs: readonly Pair[],
  edit: OpOf<'field-order'>['edit'] | undefined,
): readonly Pair[] {
  const all = [...fields, ...proofs];
  switch (edit) {
    case undefined:
    case 'proof-last':
      return all;
    case 'proof-first':
      return [...proofs, ...fields];
    case 'reversed':
      return all.toReversed();
    case 'shuffled':
      return [...all.filter((_, index) => index % 2 === 1), ...all.filter((_, index) => index % 2 === 0)];
    default:
      return edit satisfies never;
  }
}

const formType = 'application/x-www-form-urlencoded';

function authorization(draft: RequestDraft, token: string): readonly Pair[] {
  const first: Pair = [draft.tokenField, credentials(draft, token)];
  const second: readonly Pair[] =
    draft.second === undefined ? [] : [['Authorization', `${draft.second.scheme} ${token}`]];
  if (draft.tokenIn !== 'field') return second;
  return draft.second?.position === 'last' ? [first, ...second] : [...second, first];
}

function credentials({ scheme, spaces, credentials: edit }: RequestDraft, token: string): string {
  const lead = `${scheme}${spaces}`;
  switch (edit) {
    case undefined:
    case 'extra-segment':
      return `${lead}${token}`;
    case 'empty':
      return scheme;
    case 'quoted':
      return `${lead}"${token}"`;
    case 'parameter':
      return `${lead}token="${token}"`;
    case 'trailing-word':
      return `${lead}${token} proofmark`;
    case 'two-in-one-field':
      return `${lead}${token}, Bearer ${token}`;
    default:
      edit satisfies never;
      return '';
  }
}

export function addQuery(url: string, query: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

function parameter(token: string): string {
  return new URLSearchParams({ access_token: token }).toString();
}

/** RFC 6750 §2.2: the token joins the parameters of the request, and only methods with a meaningful body can carry it. */
function bodyWithToken(draft: RequestDraft, token: string): string {
  if (/^(GET|HEAD|DELETE)$/i.test(draft.method)) throw new Inapplicable(`a ${draft.method} request has no form body`);
  if (contentType(draft)?.startsWith(formType) === false) throw new Inapplicable('the body of the request is no form');
  return [plainBody(draft) ?? [], parameter(token)]
    .flat()
    .filter((part) => part !== '')
    .join('&');
}

function plainBody({ form, body, json }: RequestDraft): string | undefined {
  if (json !== undefined) return JSON.stringify(json);
  return form === undefined ? body : formText(form);
}

function formText(form: readonly Pair[]): string {
  return new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();
}

function contentType({ fields }: RequestDraft): string | undefined {
  return fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1].toLowerCase();
}
