import { Task } from '../../../suite/client/task.ts';

const token = { do: 'token' } as const;
const call = { do: 'call' } as const;
const code = 'authorization_code' as const;

/** The body of a write, long enough to show where one is cut. */
const writtenBody = 'a body that is written, from its first word to its last';

/** One path or method after the other: a proof is made for each as it is sent. */
const paths = [
  '/a%2Fb',
  '/a/../b',
  '//c',
  '/a;p=1',
  '/search?q=1&r=a%20b',
  '/page?x=1#part',
  '/%7Euser',
  '/UPPER/caf%C3%A9',
];
const methods = ['POST', 'PUT', 'patch'];

/**
 * What clients are asked to do while answers change, the simplest first. A client does those that it can do, by its own word and
 * against lawful servers. None asks with a device code: its client waits a second before each request.
 */
export const fuzzedTasks: readonly Task[] = [
  { steps: [token, call, call] },
  { grant: code, steps: [token, call, { do: 'refresh' }, call] },
  { grant: code, steps: [token, call] },
  { steps: [token, call, { do: 'exchange' }, call] },
  { grant: code, steps: [{ do: 'token', par: true }, call] },
  { grant: code, client: 'none', steps: [token, call, { do: 'refresh' }, call] },
  { grant: code, steps: [{ do: 'token', dpopJkt: true }, call] },
  { grant: code, steps: [{ do: 'token', par: true, dpopJkt: true }, call] },
  { steps: [token, call, { do: 'call', at: 'resource2' }, call, { do: 'call', at: 'resource2' }] },
  { steps: [token, { do: 'call', method: 'POST', path: '/write', body: writtenBody }] },
  { steps: [token, { do: 'call', method: 'POST', path: '/write', body: writtenBody, stream: true }] },
  { steps: [token, ...paths.map((path) => ({ do: 'call', path }))] },
  {
    steps: [token, { do: 'call', method: 'purge' }, ...methods.map((method) => ({ do: 'call', method, body: 'text' }))],
  },
  { steps: [token, call, { do: 'call', parallel: 3 }] },
  { steps: [token, call, { do: 'calls-of-two', times: 2 }] },
  { client: 'private_key_jwt', steps: [token, call] },
  { steps: [token] },
].map((task) => Task.parse(task));
