import { expect, test } from 'vitest';
import { Posture } from '../../../suite/client/posture.ts';
import { isLawfulPosture } from './lawful-answers.ts';

const demanded = { nonce: 'not-newest', proof: true };
const demand = { op: 'demand-nonce' };

test.each([
  ['nothing that is changed', []],
  ['a nonce that is demanded of a proof without the newest', [{ at: 'token', when: demanded, give: [demand] }]],
  [
    'a nonce that is demanded once, whatever the proof has',
    [{ at: 'token', nth: 1, when: { proof: true }, give: [demand] }],
  ],
  ['a nonce beside a success', [{ at: 'resource', give: [{ op: 'nonce', value: 'fresh', name: 'dpop-nonce' }] }]],
  [
    'a refusal with a nonce',
    [
      {
        at: 'token',
        give: [
          { op: 'error', status: 503, error: 'x' },
          { op: 'nonce', value: 'fresh' },
        ],
      },
    ],
  ],
  ['a member that nobody knows', [{ at: 'token', give: [{ op: 'member-set', name: 'x_unknown', value: 1 }] }]],
])('%s is lawful', (_, posture) => {
  expect(isLawfulPosture(Posture.parse(posture))).toBe(true);
});

test.each([
  ['a nonce that is demanded again and again', [{ at: 'token', when: { proof: true }, give: [demand] }]],
  ['a demand without a nonce', [{ at: 'token', when: demanded, give: [{ ...demand, field: false }] }]],
  ['two nonces at once', [{ at: 'resource', give: [{ op: 'nonce', value: 'fresh', lines: 2 }] }]],
  ['a body that is no answer', [{ at: 'token', give: [{ op: 'body', text: '[]' }] }]],
  ['a success without a token', [{ at: 'token', give: [{ op: 'member-remove', name: 'access_token' }] }]],
  ['a connection that is cut', [{ at: 'resource', give: [{ op: 'cut', after: 0 }] }]],
])('%s is not', (_, posture) => {
  expect(isLawfulPosture(Posture.parse(posture))).toBe(false);
});
