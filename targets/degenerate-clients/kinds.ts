import type { Writable } from 'node:stream';
import { elsewhere, garbageOnTheWire, withoutDpop } from './senders.ts';
import type { Members } from './members.ts';
import { child, endless, exit } from './process-faults.ts';

/** What a kind does with one request: writes what it likes. */
export type Behaviour = (request: Members, output: Writable) => void | Promise<void>;

export interface Degenerate {
  readonly summary: string;
  /** Done once, before the first request. */
  readonly first?: (output: Writable) => void;
  readonly answer: Behaviour;
}

const everything =
  'token.client_credentials token.authorization_code token.refresh par dpop_jkt call call.post call.stream ' +
  'nonce.as nonce.rs restart parallel https http-loopback redirects';
const hello = { ok: true, name: 'degenerate-client', version: '1', language: 'javascript', decides: 'library' };
const known = ['hello', 'start', 'token', 'callback', 'call', 'save', 'load', 'stop'];

function write(output: Writable, { id }: Members, reply: Members): void {
  output.write(`${JSON.stringify({ id, ...reply })}\n`);
}

/** What a client with success in everything says. */
function success({ cmd, grant }: Members, does: readonly string[] = everything.split(' ')): Members {
  switch (cmd) {
    case 'hello':
      return { ...hello, does };
    case 'token':
      if (grant === 'authorization_code') return { ok: true, navigate: 'http://127.0.0.1:9/authorize?state=none' };
      return { ok: true, token_type: 'DPoP', has_refresh: true };
    case 'callback':
      return { ok: true, token_type: 'DPoP', has_refresh: true };
    case 'call':
      return { ok: true, status: 200, statuses: [200] };
    case 'save':
      return { ok: true, state: 'nothing' };
    default:
      return { ok: true };
  }
}

const unsupported: Members = { ok: false, unsupported: true };

/** Answers as a client does which has success, and does not what it is asked to do. */
function pretending(act: (request: Members) => Promise<void> | void = () => undefined): Behaviour {
  return async (request, output) => {
    if (known.includes(String(request['cmd']))) await act(request);
    write(output, request, known.includes(String(request['cmd'])) ? success(request) : unsupported);
  };
}

/** Clients that conform to nothing. None may ever look good. */
export const degenerateClients: Readonly<Record<string, Degenerate>> = {
  'says-ok': { summary: 'Reports success and sends nothing.', answer: pretending() },
  'says-ok-to-all': {
    summary: 'Reports success of commands that nobody knows, too.',
    answer: (request, output) => write(output, request, success(request)),
  },
  'says-unsupported': {
    summary: 'Does nothing, and says so.',
    answer: (request, output) =>
      write(output, request, request['cmd'] === 'hello' ? success(request, []) : unsupported),
  },
  'claims-and-refuses': {
    summary: 'Claims everything, and supports nothing.',
    answer: (request, output) => write(output, request, request['cmd'] === 'hello' ? success(request) : unsupported),
  },
  'fails-always': {
    summary: 'Reports that every task has failed.',
    answer: (request, output) => {
      const isTask = ['token', 'call', 'callback'].includes(String(request['cmd']));
      const failure = { ok: false, error: { code: 'no', text: 'it did not work' } };
      const isKnown = known.includes(String(request['cmd']));
      write(output, request, isTask ? failure : isKnown ? success(request) : unsupported);
    },
  },
  silent: { summary: 'Reads and never answers.', answer: () => undefined },
  'exits-at-once': { summary: 'Ends before it is asked anything.', first: () => exit(0), answer: () => undefined },
  'exits-when-asked': {
    summary: 'Ends with status 3 at the first token.',
    answer: pretending(({ cmd }) => (cmd === 'token' ? exit(3) : undefined)),
  },
  'floods-lines': {
    summary: 'Writes lines without end.',
    first: (output) => endless(output, '{"id":"0"}\n'),
    answer: pretending(),
  },
  'floods-one-line': {
    summary: 'Writes one line without end.',
    first: (output) => endless(output, 'x'),
    answer: pretending(),
  },
  'floods-stderr': {
    summary: 'Writes errors without end.',
    first: () => endless(process.stderr, 'error!\n'),
    answer: pretending(),
  },
  nonsense: {
    summary: 'Answers with what is no JSON, and with escape sequences.',
    answer: (_request, output) => void output.write('\u001B[31m<script>ok</script>\u0000{"id":\n'),
  },
  'wrong-ids': {
    summary: 'Answers with ids that nobody used.',
    answer: (request, output) => write(output, { id: `${String(request['id'])}-other` }, success(request)),
  },
  'answers-twice': {
    summary: 'Answers everything twice, once with success and once without.',
    answer: (request, output) => {
      write(output, request, unsupported);
      write(output, request, success(request));
    },
  },
  'connects-elsewhere': { summary: 'Sends its requests to another server.', answer: pretending(elsewhere) },
  'without-dpop': { summary: 'Is a client without DPoP.', answer: pretending(withoutDpop) },
  'garbage-on-the-wire': { summary: 'Sends what is no HTTP.', answer: pretending(garbageOnTheWire) },
  'leaves-a-child': {
    summary: 'Starts a process that outlives it, and does not heed signals.',
    first: () => child(),
    answer: pretending(),
  },
};
