import path from 'node:path';
import { root } from './command.ts';

/** The servers whose packages the project itself installs. */
export const ownTargets = ['reference', 'oidc-provider', 'express-oauth2-jwt-bearer'] as const;

export type OwnTarget = (typeof ownTargets)[number];

/** The descriptor of one. */
export function descriptorOf(name: OwnTarget): string {
  const folder = path.join(root, 'targets');
  return path.join(folder, ...(name === 'reference' ? [] : ['products', name]), `${name}.yaml`);
}
