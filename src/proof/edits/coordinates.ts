import { type Members } from '../draft.ts';
import { Inapplicable } from '../inapplicable.ts';

/** Moves the public point off its curve. */
export function offCurve(jwk: Members): Members {
  if (typeof jwk['y'] !== 'string') throw new Inapplicable('only an EC key has a point that can leave its curve');
  const y = Buffer.from(jwk['y'], 'base64url');
  y.writeUInt8(y.readUInt8(y.length - 1) ^ 1, y.length - 1);
  return { ...jwk, y: y.toString('base64url') };
}

export function paddedCoordinates(jwk: Members): Members {
  if (typeof jwk['x'] !== 'string') throw new Inapplicable('only EC and OKP keys have coordinates');
  return { ...jwk, x: `${jwk['x']}=` };
}

export function withX(jwk: Members, edit: (x: Buffer) => Buffer): Members {
  if (typeof jwk['x'] !== 'string') throw new Inapplicable('only EC and OKP keys have coordinates');
  return { ...jwk, x: edit(Buffer.from(jwk['x'], 'base64url')).toString('base64url') };
}

export function strippedZero(jwk: Members): Members {
  const shorter = Object.entries(jwk).flatMap(([name, value]) => {
    const bytes = /^[xy]$/.test(name) && typeof value === 'string' ? Buffer.from(value, 'base64url') : undefined;
    return bytes?.[0] === 0 ? [[name, bytes.subarray(1).toString('base64url')] as const] : [];
  });
  if (shorter.length === 0) throw new Inapplicable('no coordinate of this key begins with a zero octet');
  return { ...jwk, ...Object.fromEntries(shorter) };
}
