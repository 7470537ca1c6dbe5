/** Clients that conform to nothing. None may ever look good. */
export const degenerateClients = {
  silent: 'reads its commands and says nothing',
  agreeable: 'says ok to everything, made-up commands too, and sends nothing',
  idle: 'says ok to all commands of the contract, and sends nothing',
  incapable: 'says of itself that it can do nothing',
  exits: 'ends as soon as it has introduced itself',
  garbage: 'prints what is no JSON',
  floods: 'prints without end',
  elsewhere: 'asks a server of its own in place of those that it is given',
  bare: 'gets its tokens and calls with them as a plain Bearer client, without proofs',
} as const;

export type DegenerateClient = keyof typeof degenerateClients;
