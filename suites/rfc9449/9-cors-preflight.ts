import { sequence } from '../../src/suite/cases.ts';
import { asPlaces, check, lines } from '../../src/suite/define.ts';
import type { Case, Place } from '../../src/suite/schema.ts';

const origin = 'https://app.example';

/** A browser sends `DPoP`, and `Authorization`, to another origin only after a preflight has allowed it. */
const authorizationServer = preflight({
  id: 'as-cors-preflight',
  title: 'accepts preflights for the field DPoP, where its answers are exposed to other origins',
  requirement: 'RFC9449-8-11',
  at: asPlaces,
  fields: ['DPoP'],
});

const resourceServer = preflight({
  id: 'rs-cors-preflight',
  title: 'accepts preflights for the fields DPoP and Authorization, where its answers are exposed to other origins',
  requirement: 'RFC9449-9-11',
  at: ['resource'],
  fields: ['Authorization', 'DPoP'],
});

/**
 * What browsers need before they can use DPoP at another origin.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export const corsAtAuthorizationServer: readonly Case[] = [authorizationServer];
export const corsAtResource: readonly Case[] = [resourceServer];

type Preflight = Pick<Case, 'id' | 'title'> & {
  readonly requirement: string;
  readonly at: Place[];
  readonly fields: string[];
};

function preflight({ id, title, requirement, at, fields }: Preflight): Case {
  return sequence({
    id,
    title,
    requirements: [requirement],
    why: 'A browser refuses to send the request where the preflight does not allow its fields, and * does not cover Authorization.',
    at,
    exchanges: [
      {
        delta: [{ op: 'field', name: 'Origin', value: origin }],
        expect: 'accept',
        premise: 'its answers are not exposed to other origins',
        checks: [check(requirement, { check: 'exposed-to', origin })],
      },
      {
        delta: [{ op: 'preflight', origin, fields }, lines('absent')],
        expect: 'accept',
        checks: [check(requirement, { check: 'preflight-allows', origin, fields })],
      },
    ],
  });
}
