import { nonceDefects } from './defects/nonces.ts';
import { proofDefects } from './defects/proofs.ts';
import { requestDefects } from './defects/requests.ts';
import type { DefectRow } from './defects/row.ts';
import { tokenDefects } from './defects/tokens.ts';
import { transportDefects } from './defects/transport.ts';

const rows = [...proofDefects, ...requestDefects, ...nonceDefects, ...tokenDefects, ...transportDefects] as const;

export type Defect = (typeof rows)[number]['id'];

/** Whether the client has a defect. */
export type Defects = (defect: Defect) => boolean;

export const defectRows: readonly DefectRow<Defect>[] = rows;
