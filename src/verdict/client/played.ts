import type { ClientRun, ClientWord } from '../../record/basis.ts';
import type { Task } from '../../suite/client/task.ts';
import type { Arrival } from './arrival.ts';

/** What a client did with a task: its requests in the order in which they came, and its own words. */
export type Played = {
  readonly purpose: ClientRun['purpose'];
  readonly arrivals: readonly Arrival[];
  readonly words: readonly ClientWord[];
  /** How many connections the servers were asked for. */
  readonly connections?: number;
  readonly stderr?: string;
};

/** The first request that a rule of the posture answered, or that very rule, and those that came after it. */
export type Stimulus = {
  readonly first: Arrival;
  readonly before: readonly Arrival[];
  readonly after: readonly Arrival[];
};

export function stimulusIn({ arrivals }: Played, wanted?: number): Stimulus | undefined {
  const index = arrivals.findIndex(({ rule }) => (wanted === undefined ? rule !== undefined : rule === wanted));
  const first = arrivals[index];
  return first === undefined
    ? undefined
    : { first, before: arrivals.slice(0, index), after: arrivals.slice(index + 1) };
}

/** Where the plain task got, in words; nothing where it got to its end. */
export function whyShort({ arrivals, words }: Played, { steps }: Task): string | undefined {
  const word = words.find(
    ({ ok, ended, silent, garbage }) => !ok || ended !== undefined || silent === true || garbage !== undefined,
  );
  const calls = steps.flatMap((step) => (step.do === 'call' ? [step.at] : []));
  const missing = calls.find((at) => !arrivals.some(({ place, status }) => place === at && isSuccess(status)));
  if (missing !== undefined) return `no request to ${missing} was answered with 2xx${saying(word)}`;
  const isIssued = arrivals.some(({ place, status }) => place === 'token' && status === 200);
  return isIssued ? undefined : `no access token was asked for in a way that could be answered${saying(word)}`;
}

function saying(word: ClientWord | undefined): string {
  return word === undefined ? '' : ` (${wordText(word)})`;
}

export function wordText({ asked, ok, error, ended, silent, garbage, status, unsupported }: ClientWord): string {
  if (unsupported === true) return `${asked}: the client does not support it`;
  if (ended !== undefined) return `${asked}: the program ${ended}`;
  if (silent === true) return `${asked}: the client did not answer in time`;
  if (garbage !== undefined) return `${asked}: the client printed what is no answer: ${garbage}`;
  if (!ok) return `${asked}: the client says ${error ?? 'that it failed'}`;
  return `${asked}: the client says ok${status === undefined ? '' : `, ${status}`}`;
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
