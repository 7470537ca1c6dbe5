import { type ClientCase, clientCase, type ClientCaseInput } from '../../../src/suite/client/schema.ts';
import { codeCall, oneCall } from './tasks.ts';

type Steps = ClientCaseInput['task']['steps'];

const methods: Steps = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'QUERY', 'purge'].map((method) => ({
  do: 'call' as const,
  method,
}));
const bodyMethods: Steps = ['POST', 'PUT', 'PATCH', 'patch'].map((method) => ({
  do: 'call' as const,
  method,
  body: 'text',
}));

const paths: Steps = [
  '/a%2Fb',
  '/a%40b',
  '/a/../b',
  '/a/./b/',
  '//c',
  '/slash/',
  '/a;p=1',
  '/search?q=1&r=a%20b',
  '/page#part',
  '/page?x=1#part',
  '/~user',
  '/%7Euser',
  '/caf%C3%A9',
  '/UPPER/lower',
].map((path) => ({ do: 'call' as const, path }));

type Give = NonNullable<ClientCaseInput['posture'][number]>['give'];

const cut: Give = [{ op: 'cut', after: 0 }];
const unavailable: Give = [{ op: 'error', status: 503, error: 'temporarily_unavailable' }];
const throttled: Give = [
  { op: 'error', status: 429, error: 'slow_down' },
  { op: 'field-set', name: 'Retry-After', value: '0' },
];

/** Requests of every kind, redirects, broken connections and TLS. */
export const transportCases: readonly ClientCase[] = [
  ...(
    [
      ['client-methods', 'methods without a body', [{ do: 'token' }, ...methods]],
      ['client-methods-with-body', 'methods with a body', [{ do: 'token' }, ...bodyMethods]],
    ] as const
  ).map(([id, what, steps]) =>
    clientCase({
      id,
      title: `makes proofs for ${what}, in the spelling that is sent`,
      requirements: ['RFC9449-4.2-09'],
      place: 'resource',
      task: { steps: [...steps] },
      posture: [],
      checks: [{ requirement: 'RFC9449-4.2-09', that: { see: 'exact-method', at: 'resource' } }],
    }),
  ),
  clientCase({
    id: 'client-paths',
    title: 'makes proofs for odd paths, as they are sent',
    requirements: ['RFC9449-4.2-10', 'RFC9449-4.2-11'],
    place: 'resource',
    task: { steps: [{ do: 'token' }, ...paths] },
    posture: [],
    checks: [{ requirement: 'RFC9449-4.2-10', that: { see: 'proof-fits', at: 'resource' } }],
  }),
  ...(
    [
      ['client-redirect-307', 307],
      ['client-redirect-308', 308],
      ['client-redirect-302', 302],
    ] as const
  ).map(([id, status]) =>
    clientCase({
      id,
      title: `makes a new proof for the target of a redirect by ${status}, or does not follow`,
      requirements: ['RFC9449-4-03'],
      place: 'resource',
      why: 'The layer below follows by itself, and sends the old proof to a URI that it is not for.',
      atMost: 'warn',
      task: oneCall,
      posture: [{ at: 'resource', nth: 1, give: [{ op: 'redirect', status, to: 'same-origin' }] }],
      checks: [
        { requirement: 'RFC9449-4-03', that: { see: 'fresh-proofs', at: 'resource' } },
        { requirement: 'RFC9449-4-03', that: { see: 'proof-fits', at: 'resource' } },
      ],
    }),
  ),
  clientCase({
    id: 'client-redirect-elsewhere',
    title: 'takes neither token nor proof along to another origin',
    requirements: ['RFC9449-4-03'],
    place: 'resource',
    why: 'Token and proof together are all that the owner of the other origin needs, while the proof is fresh.',
    task: oneCall,
    posture: [{ at: 'resource', give: [{ op: 'redirect', status: 307, to: 'other-origin' }] }],
    checks: [
      { requirement: 'RFC9449-4-03', that: { see: 'nothing-reaches', at: 'foreign', what: 'token-and-proof' } },
      { requirement: 'RFC9449-4-03', that: { see: 'nothing-reaches', at: 'foreign', what: 'token' }, atMost: 'warn' },
      { requirement: 'RFC9449-4-03', that: { see: 'nothing-reaches', at: 'foreign', what: 'proof' }, atMost: 'warn' },
    ],
  }),
  ...(
    [
      ['client-token-redirect', oneCall],
      ['client-code-redirect', codeCall],
    ] as const
  ).map(([id, task]) =>
    clientCase({
      id,
      title: `keeps ${id === 'client-code-redirect' ? 'codes' : 'token requests'} from another origin`,
      requirements: ['RFC9449-2-C1'],
      place: 'token',
      task,
      posture: [{ at: 'token', give: [{ op: 'redirect', status: 307, to: 'other-origin' }] }],
      checks: [
        { requirement: 'RFC9449-2-C1', that: { see: 'nothing-reaches', at: 'foreign', what: 'grant' } },
        { requirement: 'RFC9449-2-C1', that: { see: 'nothing-reaches', at: 'foreign', what: 'proof' } },
      ],
    }),
  ),
  ...(
    [
      ['client-cut-at-token', 'token', 'whose connection was cut', cut],
      ['client-cut-at-resource', 'resource', 'whose connection was cut', cut],
      ['client-unavailable-at-token', 'token', 'that was answered with 503', unavailable],
      ['client-unavailable-at-resource', 'resource', 'that was answered with 503', unavailable],
      ['client-throttled-at-token', 'token', 'that was answered with 429', throttled],
      ['client-throttled-at-resource', 'resource', 'that was answered with 429', throttled],
    ] as const
  ).map(([id, at, what, give]) =>
    clientCase({
      id,
      title: `makes a new proof for each try of a request ${what}`,
      requirements: ['RFC9449-7.3-01'],
      place: at,
      atMost: 'warn',
      task: oneCall,
      posture: [{ at, nth: 1, give: [...give] }],
      checks: [{ requirement: 'RFC9449-7.3-01', that: { see: 'fresh-proofs', at } }],
    }),
  ),
  clientCase({
    id: 'client-tls-name',
    title: 'refuses a server with the certificate of another host',
    requirements: ['RFC9449-11-01'],
    place: 'metadata',
    isLawful: false,
    task: { ...oneCall, tls: 'other-name' },
    posture: [],
    checks: [{ requirement: 'RFC9449-11-01', that: { see: 'no-request' } }],
  }),
];
