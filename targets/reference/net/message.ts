export type Header = readonly [name: string, value: string];

export interface Incoming {
  readonly method: string;
  /** Path and query of the request line as received. The origin of an absolute-form target is cut off. */
  readonly target: string;
  /** The path in normal form, for routing. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly host: string | undefined;
  readonly headers: readonly Header[];
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

export function reply(status: number, body = '', headers: readonly Header[] = []): Reply {
  return { status, headers, body };
}

export function jsonReply(status: number, value: unknown, headers: readonly Header[] = []): Reply {
  return reply(status, JSON.stringify(value), [['Content-Type', 'application/json'], ...headers]);
}

export function withHeaders(answer: Reply, headers: readonly Header[]): Reply {
  return { ...answer, headers: [...answer.headers, ...headers] };
}

/** The values of all header lines of a name. They are not joined, as `headers` of node:http would join or drop them. */
export function headerLines(request: Incoming, name: string): readonly string[] {
  return request.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

export function mediaType(request: Incoming): string | undefined {
  return headerLines(request, 'content-type')[0]?.split(';')[0]?.trim().toLowerCase();
}
