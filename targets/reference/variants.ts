import { answerVariants } from './variants/answers.ts';
import { clockVariants } from './variants/clocks.ts';
import { grantVariants } from './variants/grants.ts';
import { nonceModeVariants } from './variants/nonce-modes.ts';
import { nonceVariants } from './variants/nonce-ways.ts';
import { profileVariants } from './variants/profiles.ts';
import { proofCheckVariants } from './variants/proof-checks.ts';
import { proofVariants } from './variants/proofs.ts';
import { registrationVariants } from './variants/registration.ts';
import { resourceVariants } from './variants/resources.ts';
import type { Variant } from './variants/row.ts';

/** Correct servers with lawful peculiarities: none may ever get a `fail`. */
export const variants: readonly Variant[] = [
  ...proofVariants,
  ...nonceModeVariants,
  ...proofCheckVariants,
  ...answerVariants,
  ...nonceVariants,
  ...profileVariants,
  ...grantVariants,
  ...registrationVariants,
  ...resourceVariants,
  ...clockVariants,
];
