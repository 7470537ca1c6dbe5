import { expect, test } from 'vitest';
import { startDegenerate, type DegenerateKind } from './server.ts';

async function probe(kind: DegenerateKind, path: string): Promise<string> {
  const server = await startDegenerate(kind);
  try {
    const answer = await fetch(`${server.baseUrl}${path}`, kind === 'hang' ? { signal: AbortSignal.timeout(300) } : {});
    return `${answer.status} ${answer.headers.get('content-type') ?? ''}`;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'broken';
  } finally {
    await server.close();
  }
}

test.each([
  ['refuse-all', '/resource', '401 application/json'],
  ['refuse-all', '/token', '400 application/json'],
  ['accept-all', '/token', '200 application/json'],
  ['hang', '/', 'timeout'],
  ['reset', '/', 'broken'],
  ['error-500', '/', '500 text/html'],
  ['throttle-429', '/', '429 application/json'],
  ['waf-200', '/', '200 text/html'],
] as const)('%s answers %s with %s', async (kind, path, expected) => {
  expect(await probe(kind, path)).toBe(expected);
});
