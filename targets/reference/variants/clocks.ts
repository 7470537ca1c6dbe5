import { variant, type Variant } from './row.ts';

const wrongClock = 'No text demands a right clock; RFC 9449 11.1 names clocks that differ as the reason for a window.';
const wrongDate = 'RFC 9110 6.6.1 speaks of the field Date, RFC 9449 of the clock: proofs are judged by the clock.';

/** Clocks that are off the right time, and fields that show another time than the clock. */
export const clockVariants: readonly Variant[] = [
  variant({
    id: 'clock-40-s-ahead',
    policy: { asClock: 40, rsClock: 40, iatPast: 25, iatFuture: 15 },
    summary: 'Clock and Date are 40 seconds ahead, beyond the window of -25 to +15 seconds.',
    lawful: wrongClock,
  }),
  variant({
    id: 'clock-40-s-behind-undated',
    policy: { asClock: -40, rsClock: -40, iatPast: 25, iatFuture: 15, dateField: 'missing' },
    summary: 'The clock is 40 seconds behind, the window is -25 to +15 seconds, and no answer has a Date.',
    lawful: 'RFC 9110 6.6.1: a server without a reliable clock sends no Date.',
  }),
  variant({
    id: 'clock-hour-ahead',
    policy: { asClock: 3600, rsClock: 3600 },
    summary: 'Clock and Date are an hour ahead.',
    lawful: wrongClock,
  }),
  variant({
    id: 'clock-years-behind-nonsense-date',
    policy: { asClock: -157_680_000, rsClock: -157_680_000, dateField: 'nonsense' },
    summary: 'The clock is five years behind, and Date is no date.',
    lawful: wrongClock,
  }),
  variant({
    id: 'clocks-apart',
    policy: { asClock: 20, rsClock: -20, iatPast: 12, iatFuture: 12 },
    summary: 'The clocks of the two servers are 40 seconds apart, the windows twelve seconds each way.',
    lawful: wrongClock,
  }),
  variant({
    id: 'clock-8-s-behind-undated',
    policy: { asClock: -8, rsClock: -8, iatFuture: 10, dateField: 'missing' },
    summary: 'The clock is eight seconds behind, which the window of +10 seconds covers, and no answer has a Date.',
    lawful: wrongClock,
  }),
  variant({
    id: 'clock-part-of-a-second-behind',
    policy: { asClock: -0.3, rsClock: -0.3, iatFuture: 0 },
    summary: 'The clock is three tenths of a second behind, and no iat may be ahead of it.',
    lawful: 'RFC 9449 11.1: a server MAY accept an iat in the near future, and need not.',
  }),
  variant({
    id: 'date-hour-ahead',
    policy: { dateField: 3600 },
    summary: 'Date is an hour ahead of the right clock.',
    lawful: wrongDate,
  }),
  variant({
    id: 'date-years-behind',
    policy: { dateField: -315_360_000, iatPast: 10, iatFuture: 10 },
    summary: 'Date is ten years behind the right clock; the window is ten seconds each way.',
    lawful: wrongDate,
  }),
  variant({
    id: 'date-hour-behind-aged-by-nonce',
    policy: { dateField: -3600, asNonce: 'rotating', rsNonce: 'rotating', nonceReplacesIatAge: true },
    summary: 'Date is an hour behind the right clock, and a nonce stands in for the age of a proof.',
    lawful: `${wrongDate} 11.1: the nonce may replace iat.`,
    claims: { nonce: { as: 'required', rs: 'required' } },
  }),
];
