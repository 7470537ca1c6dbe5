import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { problemsOf, runDescriptor } from './e2e.fixture.ts';

const clients = [{ id: 'tester', auth: 'none', grants: ['client_credentials'] }];
const flags = ['--case', 'typ-missing', '--no-fuzz'];

/** A server that answers `token` and `resource` requests where `answers` says so. Gives the requests that it left unanswered. */
async function startHanging(answers: (place: 'token' | 'resource', hasToken: boolean) => boolean) {
  const unanswered: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const place = request.url === '/token' ? 'token' : 'resource';
    if (!answers(place, request.headers.authorization !== undefined)) return void unanswered.push(place);
    const body = place === 'token' ? { access_token: 'abcdefgh-1', token_type: 'DPoP' } : { me: true };
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const as = { discovery: 'none', endpoints: { token: `${origin}/token` }, clients };
  const rs = { resources: [{ url: `${origin}/me` }] };
  return { unanswered, target: { name: 'hanging', as, rs, limits: { timeoutSeconds: 2 } } };
}

test('a server that never answers gets two requests, and its resource none', async () => {
  const { unanswered, target } = await startHanging(() => false);
  const { code, record } = await runDescriptor(target, flags);
  expect([code, unanswered]).toEqual([3, ['token', 'token']]);
  expect(problemsOf(record)).toEqual([expect.stringMatching(/^error.*token: .*: no answer in time/)]);
  const left = record.preflights.flatMap(({ leftOut = [] }) => leftOut.map(({ place, why }) => [place, why]));
  expect(left).toContainEqual(['resource', expect.stringMatching(/^there is no access token: .*no answer in time/)]);
});

test('a request without credentials that hangs is not sent again: the server has answered others', async () => {
  const { unanswered, target } = await startHanging((place, hasToken) => place === 'token' || hasToken);
  const { record } = await runDescriptor(target, flags);
  // One without a proof, to see which algorithms are named, and one to see whether the resource is protected.
  expect(unanswered).toEqual(['resource', 'resource']);
  expect(problemsOf(record).filter((problem) => problem.startsWith('error'))).toEqual([]);
});
