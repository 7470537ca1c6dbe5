import { accepts } from '../../src/suite/cases.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * The name of the header field that carries the proof. Its letter case does not matter.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.1
 */
export const fieldNameCases: readonly Case[] = [
  accepts({
    id: 'field-name-upper',
    title: 'accepts a proof in a field named DPOP',
    requirements: ['RFC9449-4.1-01'],
    delta: [{ op: 'dpop-field', name: 'DPOP' }],
  }),
  accepts({
    id: 'field-name-lower',
    title: 'accepts a proof in a field named dpop',
    requirements: ['RFC9449-4.1-01'],
    delta: [{ op: 'dpop-field', name: 'dpop' }],
  }),
  accepts({
    id: 'field-name-mixed',
    title: 'accepts a proof in a field named dPoP',
    requirements: ['RFC9449-4.1-01'],
    delta: [{ op: 'dpop-field', name: 'dPoP' }],
  }),
];
