import type { Finding } from '../../record/schema.ts';

/** `Known since 3.1 (owner: team-a, https://…, until 2027-01-01)` */
export function waiverText({ reason, owner, link, expires }: NonNullable<Finding['waiver']>): string {
  const more = [
    ...(owner === undefined ? [] : [`owner: ${owner}`]),
    ...(link === undefined ? [] : [link]),
    ...(expires === undefined ? [] : [`until ${expires}`]),
  ];
  return more.length === 0 ? reason : `${reason} (${more.join(', ')})`;
}
