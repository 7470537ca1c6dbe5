/** A seed of 32 bits for one stretch of what is drawn; multiplication by an odd constant spreads neighbours. */
export function seedOf(seed: number, salt: number, stretch: number): number {
  return (Math.imul(seed ^ salt, 0x9e3779b1) + Math.imul(stretch, 0x85ebca6b)) | 0;
}
