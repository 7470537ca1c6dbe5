import { tokenDefects } from './defects/as.ts';
import { codeDefects } from './defects/code.ts';
import { claimDefects } from './defects/claims.ts';
import { endpointDefects } from './defects/endpoints.ts';
import { grantDefects } from './defects/grants.ts';
import { htuDefects } from './defects/htu.ts';
import { joseDefects } from './defects/jose.ts';
import { nonceDefects } from './defects/nonce.ts';
import { nodeDefects } from './defects/nodes.ts';
import type { DefectRow } from './defects/row.ts';
import { robustDefects } from './defects/robust.ts';
import { placeDefects } from './defects/places.ts';
import { profileDefects } from './defects/profiles.ts';
import { registrationDefects } from './defects/registration.ts';
import { resourceDefects } from './defects/rs.ts';

export type { Role } from './defects/row.ts';

const rows = [
  ...joseDefects,
  ...claimDefects,
  ...htuDefects,
  ...nonceDefects,
  ...tokenDefects,
  ...endpointDefects,
  ...codeDefects,
  ...grantDefects,
  ...placeDefects,
  ...registrationDefects,
  ...resourceDefects,
  ...profileDefects,
  ...robustDefects,
  ...nodeDefects,
] as const;

export type Defect = (typeof rows)[number]['id'];

/** The defects in one role of a server: one in the broken role of a mutant, and none in any other role. */
export type Defects = ReadonlySet<Defect>;

export const defectRows: readonly DefectRow<Defect>[] = rows;
