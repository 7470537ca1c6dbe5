import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Failure } from '../record/transcript.ts';

const mostLines = 1000;
/** Answers before the one that counts (RFC 9110 §15.2); a server which sends more of them goes on without end. */
const mostInterim = 20;

/** Bounds what Node's parser takes in before the body; `refuse` ends the request. */
export function boundHead(request: ClientRequest, refuse: (failure: Failure) => void): void {
  // Node drops the lines above this number without a word.
  request.maxHeadersCount = mostLines + 1;
  let interim = 0;
  request.on('information', () => {
    interim += 1;
    if (interim > mostInterim) refuse({ kind: 'protocol', message: `more than ${mostInterim} interim answers (1xx)` });
  });
}

/** What is wrong with a head that has too many field lines. */
export function manyLines({ rawHeaders, statusCode = 0 }: IncomingMessage): Failure | undefined {
  if (rawHeaders.length <= 2 * mostLines) return undefined;
  return { kind: 'too-large', message: `the answer (status ${statusCode}) has more than ${mostLines} field lines` };
}
