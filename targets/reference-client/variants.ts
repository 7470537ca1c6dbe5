import { proofVariants } from './variants/proofs.ts';
import { requestVariants } from './variants/requests.ts';
import type { Variant } from './variants/row.ts';

/** Correct clients with lawful peculiarities: none may ever get a `fail`. */
export const variants: readonly Variant[] = [...proofVariants, ...requestVariants];
