/** The plan asks for something that the target or the request does not have, so the case does not apply. */
export class Inapplicable extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(what, options);
    this.name = 'Inapplicable';
  }
}
