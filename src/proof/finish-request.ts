import { Inapplicable, type Pair, type RequestDraft } from './draft.ts';

export type FinishedRequest = { readonly url: string; readonly fields: readonly Pair[]; readonly body?: string };

/** Puts the access token where it belongs and writes the body. */
export function finishRequest(draft: RequestDraft): FinishedRequest {
  const { token } = draft;
  const tokenIn = token === undefined ? undefined : draft.tokenIn;
  const fields = token === undefined ? draft.fields : [...authorization(draft, token), ...draft.fields];
  const url = token !== undefined && tokenIn === 'query' ? addQuery(draft.url, parameter(token)) : draft.url;
  const body = token !== undefined && tokenIn === 'form' ? bodyWithToken(draft, token) : plainBody(draft);
  const isForm = draft.form !== undefined || tokenIn === 'form';
  const typed = !isForm || contentType(draft) !== undefined ? fields : [...fields, ['Content-Type', formType] as const];
  return { url, fields: typed, ...(body === undefined ? {} : { body }) };
}

const formType = 'application/x-www-form-urlencoded';

function authorization(draft: RequestDraft, token: string): readonly Pair[] {
  const first: Pair = [draft.tokenField, `${draft.scheme}${' '.repeat(draft.spaces)}${token}`];
  const second: readonly Pair[] =
    draft.second === undefined ? [] : [['Authorization', `${draft.second.scheme} ${token}`]];
  if (draft.tokenIn !== 'field') return second;
  return draft.second?.position === 'last' ? [first, ...second] : [...second, first];
}

export function addQuery(url: string, query: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

function parameter(token: string): string {
  return new URLSearchParams({ access_token: token }).toString();
}

/** RFC 6750 §2.2: beside the parameters that the request has anyway, and only where a body has a meaning. */
function bodyWithToken(draft: RequestDraft, token: string): string {
  if (/^(GET|HEAD|DELETE)$/i.test(draft.method)) throw new Inapplicable(`a ${draft.method} request has no form body`);
  if (contentType(draft)?.startsWith(formType) === false) throw new Inapplicable('the body of the request is no form');
  return [plainBody(draft) ?? [], parameter(token)]
    .flat()
    .filter((part) => part !== '')
    .join('&');
}

function plainBody({ form, body }: RequestDraft): string | undefined {
  if (form === undefined) return body;
  return new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();
}

function contentType({ fields }: RequestDraft): string | undefined {
  return fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1].toLowerCase();
}
