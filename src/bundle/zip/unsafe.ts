/** A zip that is not to be unpacked. `where`: the file in it, or `the zip`. */
export class UnsafeZip extends Error {
  readonly where: string;
  readonly problem: string;

  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.where = where;
    this.problem = problem;
  }
}
