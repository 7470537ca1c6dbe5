import { variant, type Variant } from './row.ts';

/** Correct servers that register clients, each in its own way. */
export const registrationVariants: readonly Variant[] = [
  variant({
    id: 'registration-open',
    policy: { registration: 'open' },
    summary: 'Anybody may register clients, and read and delete them.',
    lawful: 'RFC 7591 3 and RFC 7592 2.',
  }),
  variant({
    id: 'registration-by-token',
    policy: { registration: 'by-token' },
    summary: 'Whoever registers a client needs an initial access token. Clients cannot be read or deleted.',
    lawful: 'RFC 7591 3; RFC 7592 is optional.',
  }),
  variant({
    id: 'registration-flag-ignored',
    policy: { registration: 'open', registrationFlag: 'ignored' },
    summary: 'Registration does not know dpop_bound_access_tokens.',
    lawful: 'RFC 7591 2: metadata that is not understood is ignored.',
  }),
  variant({
    id: 'registration-flag-replaced',
    policy: { registration: 'open', registrationFlag: 'replaced' },
    summary: 'Whatever is asked for, clients are registered with dpop_bound_access_tokens false.',
    lawful: 'RFC 7591 3.2.1: the server may replace any of the requested values.',
  }),
  variant({
    id: 'registration-flag-refused',
    policy: { registration: 'open', registrationFlag: 'refused' },
    summary: 'Registrations with dpop_bound_access_tokens are refused.',
    lawful: 'RFC 7591 3.2.1 and 3.2.2: the server may reject any of the requested values.',
  }),
  variant({
    id: 'registration-answer-minimal',
    policy: { registration: 'open', registrationAnswer: 'credentials' },
    summary: 'The answer to a registration has the credentials of the client and nothing else.',
    lawful:
      'No: RFC 7591 3.2.1 wants all that is registered. What is bound there is bound all the same, so that is no fail.',
  }),
  variant({
    id: 'registered-clients-wait',
    policy: { registration: 'open', registeredClients: 'wait-for-approval' },
    summary: 'A registered client gets no tokens until somebody has approved it.',
    lawful: 'RFC 7591 5: the server may treat such clients with care.',
  }),
];
