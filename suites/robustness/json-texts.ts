import { accepts, rejects } from '../../src/suite/cases.ts';
import type { Case } from '../../src/suite/schema.ts';

/** Text that is no JSON, and octets around the proof. */
export const jsonTextsCases: readonly Case[] = [
  rejects({
    id: 'header-trailing-nul',
    title: 'rejects a proof whose header has a NUL behind its JSON',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'header', edit: 'trailing-nul' }],
  }),
  rejects({
    id: 'header-trailing-comma',
    title: 'rejects a proof whose header has a comma before its last brace',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'header', edit: 'trailing-comma' }],
  }),
  rejects({
    id: 'header-comment',
    title: 'rejects a proof whose header has a comment behind its JSON',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'header', edit: 'comment' }],
  }),
  rejects({
    id: 'header-single-quotes',
    title: 'rejects a proof whose header has its strings in single quotes',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'header', edit: 'single-quotes' }],
  }),
  rejects({
    id: 'payload-trailing-nul',
    title: 'rejects a proof whose payload has a NUL behind its JSON',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'payload', edit: 'trailing-nul' }],
  }),
  rejects({
    id: 'payload-trailing-comma',
    title: 'rejects a proof whose payload has a comma before its last brace',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'payload', edit: 'trailing-comma' }],
  }),
  rejects({
    id: 'payload-comment',
    title: 'rejects a proof whose payload has a comment behind its JSON',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'payload', edit: 'comment' }],
  }),
  rejects({
    id: 'payload-single-quotes',
    title: 'rejects a proof whose payload has its strings in single quotes',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'payload', edit: 'single-quotes' }],
  }),
  rejects({
    id: 'proof-bom',
    title: 'rejects a proof with a byte order mark before it',
    requirements: ['RFC9449-4.3-02d'],
    atMost: 'warn',
    delta: [{ op: 'segments', edit: 'bom' }],
  }),

  // An HTTP server may refuse such octets before it looks for a proof (RFC 9110 §5.5).
  rejects({
    id: 'proof-nul',
    title: 'rejects a proof with a NUL octet behind it',
    requirements: ['RFC9449-4.3-02d'],
    fault: 'request',
    atMost: 'warn',
    delta: [{ op: 'segments', edit: 'nul' }],
  }),
  rejects({
    id: 'proof-control',
    title: 'rejects a proof with a control octet in it',
    requirements: ['RFC9449-4.3-02d'],
    fault: 'request',
    atMost: 'warn',
    delta: [{ op: 'segments', edit: 'control' }],
  }),
  rejects({
    id: 'proof-folded',
    title: 'rejects a proof that goes on in a second line',
    requirements: ['RFC9449-4.3-02d'],
    fault: 'request',
    atMost: 'warn',
    delta: [{ op: 'segments', edit: 'folded' }],
  }),
  accepts({
    id: 'proof-outer-space',
    title: 'accepts a proof with blanks around it in the field',
    requirements: ['RFC9449-4.1-01'],
    why: 'RFC 9110 §5.5: white space around a field value is no part of it.',
    atMost: 'warn',
    delta: [{ op: 'segments', edit: 'outer-space' }],
  }),
];
