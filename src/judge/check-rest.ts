import { fieldLines } from './read-proof.ts';
import type { JudgeContext, JudgedRequest, Violation } from './types.ts';
import { liberty, may } from './violation.ts';

/** Many servers limit the header section to 8 KiB, others to less than twice as much. */
const largeFields = 8000;

/** Everything that is neither proof nor access token. A server may refuse what is unusual there, for reasons of its own. */
export const checkRest = (request: JudgedRequest, { lawful }: JudgeContext): readonly Violation[] => {
  const size = request.fields.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return [
    ...(size > largeFields ? [may('PM-ROBUST', `the fields have ${size} characters`)] : []),
    ...(lawful === undefined ? [] : differences(request, lawful)),
  ];
};

const differences = (
  request: JudgedRequest,
  lawful: Exclude<JudgeContext['lawful'], undefined>,
): readonly Violation[] => [
  ...(request.method === lawful.method ? [] : [may('PM-ROBUST', `the method is ${request.method}`)]),
  ...otherUrl(request.url, lawful.url),
  ...(request.body === lawful.body ? [] : [may('PM-ROBUST', 'the body differs from that of a lawful request')]),
  ...(restOf(request) === restOf({ ...lawful, role: request.role })
    ? []
    : [may('PM-ROBUST', 'the fields differ from those of a lawful request')]),
];

/** A query that Proofmark adds means nothing to the server, and `htu` does not include it. */
const otherUrl = (url: string, lawful: string): readonly Violation[] => {
  if (url === lawful) return [];
  const added = url.startsWith(lawful) ? url.slice(lawful.length) : '';
  return /^[?&]proofmark[\w-]*=[\w.~-]*$/.test(added)
    ? [liberty('RFC9449-4.3-09f', 'the request has a query')]
    : [may('PM-ROBUST', 'the request URI differs from that of a lawful request')];
};

/** At a resource server another check judges the credentials, so they are left out here. */
const restOf = (request: JudgedRequest): string =>
  [...new Set(request.fields.map(([name]) => name.toLowerCase()))]
    .filter((name) => name !== 'dpop' && !(request.role === 'rs' && name === 'authorization'))
    .toSorted()
    .map((name) => JSON.stringify([name, fieldLines(request, name)]))
    .join('\n');
