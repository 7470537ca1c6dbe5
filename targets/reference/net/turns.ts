/** Draws numbers from 0 to 32767 in an order that looks like chance and is the same each time. */
export function drawing(): () => number {
  let drawn = 1;
  return () => {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(drawn / 65_536);
  };
}
