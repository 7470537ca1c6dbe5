import { expect, test } from 'vitest';
import { runDescriptor, type Tested, verdictsOf } from './e2e.fixture.ts';
import { startSmallServer, type Setting } from './small-server.fixture.ts';

const tester = {
  id: 'tester',
  auth: 'client_secret_basic',
  secret: { env: 'SECRET' },
  grants: ['client_credentials'],
};

/** Runs the cases at the resource of a server that is set up like this. */
async function run(
  setting: Setting,
  more: { readonly claims?: object; readonly method?: string; readonly cases?: string } = {},
): Promise<Tested> {
  const { origin } = await startSmallServer(setting);
  const { claims = {}, method = 'GET', cases = '*@resource*' } = more;
  const rs = { resources: [{ url: `${origin}/api/me`, method, expect: { contains: '"sub"' } }] };
  const descriptor = { name: 'mine', as: { issuer: origin, clients: [tester] }, rs, claims };
  return runDescriptor(descriptor, ['--case', cases, '--no-fuzz'], { env: { SECRET: 'right' } });
}

/** What is not skipped. */
function judged({ record }: Tested): readonly string[] {
  return verdictsOf(record).filter((line) => !line.endsWith(' skip'));
}

function errorsOf({ record }: Tested): readonly string[] {
  const obstacles = record.preflights.flatMap((preflight) => preflight.obstacles);
  return obstacles.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

test('a resource that takes bound tokens as Bearer, and no proof, is warned of it, and nothing else is judged', async () => {
  const tested = await run({ bearerOnly: true });
  expect(judged(tested)).toEqual(['bearer-in-place-unannounced@resource warn']);
  expect(errorsOf(tested)).toEqual([expect.stringContaining('does not seem to use DPoP')]);
  expect(tested.code).toBe(3);
});

test('it fails where it is said to take no Bearer tokens', async () => {
  const tested = await run({ bearerOnly: true }, { claims: { bearer: false } });
  expect([tested.code, judged(tested)]).toEqual([1, ['bearer-in-place-of-dpop@resource fail']]);
});

test('unbound tokens are taken as Bearer by right', async () => {
  const tested = await run({ bearerOnly: true, unbound: true });
  expect([tested.code, judged(tested)]).toEqual([3, []]);
});

test('of a resource that refuses everything, nothing is said but that', async () => {
  const tested = await run({ bearerOnly: true, tokenTyp: 'none' }, { claims: { bearer: false } });
  expect([tested.code, judged(tested)]).toEqual([3, []]);
});

test('POST refused where GET is accepted: all is judged by GET, with a warning of POST', async () => {
  const tested = await run({ guardsPost: true }, { method: 'POST', cases: 'post-where*,htm-*,ath-*' });
  const obstacles = tested.record.preflights.flatMap((preflight) => preflight.obstacles.map(({ message }) => message));
  expect(obstacles).toContainEqual(
    expect.stringMatching(/POST is refused, and GET with the same access token .* is accepted.* It is judged by GET/),
  );
  const verdicts = judged(tested);
  expect(verdicts).toContain('post-where-get-is-accepted@resource warn');
  expect(verdicts).toContain('htm-empty@resource pass');
  expect(verdicts.filter((line) => / (?:fail|blocked)$/.test(line))).toEqual([]);
});
