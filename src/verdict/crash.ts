import type { ExchangeEvent, Finding } from '../record/schema.ts';
import { isBreach } from './judgement.ts';

/** The tested requests that got no orderly answer: `crashed` a 5xx, `silent` none at all. By the ids of their exchanges. */
export type Disorder = { readonly crashed: ReadonlySet<string>; readonly silent: ReadonlySet<string> };

/** Gathers them while a record is written, or from a whole one. */
export function gatherDisorder(): Disorder & { readonly note: (event: ExchangeEvent) => void } {
  const crashed = new Set<string>();
  const silent = new Set<string>();
  return {
    crashed,
    silent,
    note: ({ id, purpose, outcome }) => {
      if (purpose !== 'tested') return;
      if (outcome.class === 'crashed') crashed.add(id);
      if (outcome.class === 'failed') silent.add(id);
    },
  };
}

type Shown = Pick<Finding, 'verdict' | 'assertions' | 'exchanges' | 'basis'>;

/** Whether a breach shows that the server crashed, or fell silent, over the request. A single lost answer shows neither. */
export function showsCrash(finding: Shown, { crashed, silent }: Disorder): boolean {
  const { verdict, assertions, exchanges, basis } = finding;
  if (!isBreach(verdict) || basis.by === 'watch') return false;
  const isSilent = assertions.some(
    (one) => isBreach(one.verdict) && one.exchange !== undefined && silent.has(one.exchange),
  );
  return isSilent || exchanges.some((id) => crashed.has(id)) || hasDied(basis);
}

/** The lawful request after it got no answer, whenever it was tried. */
function hasDied(basis: Finding['basis']): boolean {
  return basis.by === 'case' && basis.attempts.at(-1)?.silent?.died === true;
}
