import type { Status } from '../../verdict/status.ts';

/** The word for a status that a reader sees who knows none of ours, and what it means. */
export const statusWords: Readonly<Record<Status, { readonly word: string; readonly meaning: string }>> = {
  fail: { word: 'fail', meaning: 'a rule that must be kept is broken' },
  error: { word: 'no answer', meaning: 'our fault, or that of the network: nothing was judged' },
  blocked: { word: 'not judged', meaning: 'nothing can be concluded, for the reason that is given' },
  warn: { word: 'warning', meaning: 'a rule that should be kept is broken, or one that many read otherwise' },
  waived: { word: 'waived', meaning: 'broken, known, and answered for by somebody' },
  note: { word: 'observed', meaning: 'the text leaves this open; what the target does is written down' },
  pass: { word: 'pass', meaning: 'the rule was seen to be kept, beside a lawful request that was accepted' },
  skip: { word: 'not applicable', meaning: 'the target has not, or does not claim, what the case is about' },
};
