/** The plan asks for something that the target or the request does not have: the case does not apply. */
export class Inapplicable extends Error {
  override readonly name = 'Inapplicable';
}
