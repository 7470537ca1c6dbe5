import type { Judged, Role } from './rows.ts';

const nonceFacts: Readonly<Record<Role, string | undefined>> = {
  as: 'nonces (token endpoint)',
  rs: 'nonces (resource server)',
  client: undefined,
};

/** What the preflight saw of the nonces of a server: `required`, `offered` or `none`, among others. */
export function noncePolicy(
  { preflights }: Pick<Judged, 'preflights'>,
  { target, role }: { readonly target: string; readonly role: Role },
): string {
  const facts = preflights.filter((one) => one.target === target).flatMap((one) => one.facts);
  return facts.find(({ name }) => name === nonceFacts[role])?.value ?? 'none';
}
