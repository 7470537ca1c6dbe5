import type { Finding } from '../../record/schema.ts';

type Members = Readonly<Record<string, unknown>>;

/** What the last request of a finding differs in from its control. The plan of a watch has none. */
export function opsOf({ plan }: Pick<Finding, 'plan'>): readonly Members[] {
  const exchanges = isMembers(plan) ? plan['exchanges'] : undefined;
  const last: unknown = Array.isArray(exchanges) ? exchanges.at(-1) : undefined;
  const delta = isMembers(last) ? last['delta'] : undefined;
  return Array.isArray(delta) ? delta.filter(isMembers) : [];
}

/** The header member or claim that an op sets, or takes away. */
export function memberSetBy({ op, name }: Members): string | undefined {
  const isOfMember = op === 'header-set' || op === 'header-remove' || op === 'claim-set' || op === 'claim-remove';
  return isOfMember && typeof name === 'string' ? name : undefined;
}

/** Whether text that is no JWT stands in place of the proof: a server that takes it has looked at nothing. */
export function hasTextForProof(finding: Pick<Finding, 'plan'>): boolean {
  const ops = opsOf(finding);
  return (
    ops.length === 1 && ops.every(({ op, text }) => op === 'proof-text' && typeof text === 'string' && text !== '')
  );
}

/** How many requests and changes a finding needs: what shows a cause with the least explains it best. */
export function sizeOf({ plan }: Pick<Finding, 'plan'>): number {
  const exchanges = isMembers(plan) ? plan['exchanges'] : undefined;
  if (!Array.isArray(exchanges)) return 0;
  return exchanges
    .filter(isMembers)
    .reduce((sum, exchange) => sum + 1 + countIn(exchange['delta']) + countIn(exchange['with']), 0);
}

function countIn(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
