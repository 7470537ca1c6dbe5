import type { IncomingMessage, ServerResponse } from 'node:http';

export type Fields = Readonly<Record<string, string | string[]>>;

/** Sends an answer with its fields as they are spelt here. */
export function send(response: ServerResponse, status: number, fields: Fields, body: string | object = ''): void {
  response.writeHead(status, { ...fields });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The lines of a field, as they came. Node joins or drops doubled ones elsewhere. */
export function linesOf({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** The path of the request, without its query. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

/** The parameters of a form. `undefined` where one stands there twice (RFC 6749 3.2). */
export function formOf(body: string): ReadonlyMap<string, string> | undefined {
  const pairs = [...new URLSearchParams(body)];
  const form = new Map(pairs);
  return form.size === pairs.length ? form : undefined;
}
