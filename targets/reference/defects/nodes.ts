import { row } from './row.ts';

const breaks = ['PM-STEADY'];

/** Defects of several instances behind one name, of which one is not like the others, and of servers that waver. */
export const nodeDefects = [
  row({ id: 'node-crashes', breaks, summary: 'One of two instances answers every proof with a server error.' }),
  row({ id: 'node-clock-ahead', breaks, summary: 'The clock of one of two instances is an hour ahead.' }),
  row({
    id: 'node-store-lies',
    breaks,
    summary: 'One of two instances takes every jti for one that was used.',
  }),
  row({
    id: 'node-lacks-key',
    breaks,
    summary: 'One of two instances lacks the key of the issuer, and refuses every access token.',
    only: 'rs',
  }),
  row({ id: 'token-refused-at-times', breaks, summary: 'One access token in five is refused.', only: 'rs' }),
] as const;
