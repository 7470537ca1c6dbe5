import { requirementsAt, type Requirement } from './catalogue.ts';
import type { Case, Place, Suite } from './schema.ts';

/**
 * Where the cases of a rule are tried. `token`, `par` and `resource`: with the first client, or at the first resource.
 * `code`, `refresh`: at the token endpoint with that grant. `public`, `bound`: with a client of that kind. `clients`,
 * `par clients`, `resources`: at each further one. `HEAD`, `writes`, `other methods`: with a method that is not that of the
 * resource. `elsewhere`: at other places of the role.
 */
export const gridColumns = {
  as: ['token', 'code', 'refresh', 'clients', 'public', 'bound', 'par', 'par clients', 'elsewhere'],
  rs: ['resource', 'resources', 'HEAD', 'writes', 'other methods', 'elsewhere'],
} as const;
export type GridColumn = (typeof gridColumns)[keyof typeof gridColumns][number];

/** The ids of the cases of a row, by column. Every column of its role is there: an empty one is a hole. */
export type Grid = Readonly<Partial<Record<GridColumn, readonly string[]>>>;

/** The grid of each row of the catalogue that has a case. Watches look at all answers and stand in no column. */
export function gridsOf(suites: readonly Suite[], catalogue: readonly Requirement[]): ReadonlyMap<Requirement, Grid> {
  const spots = suites.flatMap(({ cases }) =>
    cases.flatMap((item) =>
      item.at.flatMap((place) =>
        requirementsAt(catalogue, item.requirements, place).flatMap((row) =>
          columnsOf(item, place).map((column) => ({ row, column, id: item.id })),
        ),
      ),
    ),
  );
  const rows = Map.groupBy(spots, ({ row }) => row);
  return new Map([...rows].map(([row, own]) => [row, gridOf(row, own)]));
}

function gridOf({ role }: Requirement, spots: readonly { readonly column: GridColumn; readonly id: string }[]): Grid {
  const columns: readonly GridColumn[] = role === 'rs' ? gridColumns.rs : gridColumns.as;
  const idsIn = (column: GridColumn) => spots.filter((spot) => spot.column === column).map(({ id }) => id);
  return Object.fromEntries(columns.map((column) => [column, [...new Set(idsIn(column))]]));
}

/** The columns in which a case stands for one of its places. */
export function columnsOf(item: Case, place: Place): readonly GridColumn[] {
  switch (place) {
    case 'token':
      return [...(item.each === 'further' ? [] : tokenColumns(item)), ...(isAtEach(item) ? ['clients' as const] : [])];
    case 'par':
      return [
        ...(item.each === 'further' ? [] : ['par' as const]),
        ...(isAtEach(item) ? ['par clients' as const] : []),
      ];
    case 'resource':
      return [
        ...(item.each === 'further' ? [] : [methodColumn(item)]),
        ...(isAtEach(item) ? ['resources' as const] : []),
      ];
    case 'authorization':
    case 'registration':
    case 'client-configuration':
    case 'introspection':
    case 'metadata':
    case 'resource-metadata':
      return ['elsewhere'];
    default:
      return place satisfies never;
  }
}

function isAtEach({ each }: Case): boolean {
  return each === true || each === 'further';
}

function tokenColumns({ session = {} }: Case): readonly GridColumn[] {
  const { client, grant } = session;
  const byGrant: readonly GridColumn[] =
    grant === 'authorization_code' ? ['code'] : grant === 'refresh_token' ? ['refresh'] : [];
  const byClient: readonly GridColumn[] = client === 'public' || client === 'bound' ? [client] : [];
  const columns = [...byGrant, ...byClient];
  return columns.length === 0 ? ['token'] : columns;
}

const writes: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

function methodColumn({ exchanges }: Case): GridColumn {
  const ops = exchanges.flatMap(({ delta, with: adjustments = [] }) => [...adjustments, ...delta]);
  const method = ops.find((op) => op.op === 'method')?.value;
  if (method === undefined) return 'resource';
  return method === 'HEAD' ? 'HEAD' : writes.has(method) ? 'writes' : 'other methods';
}

/** The places where the role takes proofs: the columns whose holes matter. */
export function isAboutProofs({ role }: Pick<Requirement, 'role'>, grid: Grid): boolean {
  const main: readonly GridColumn[] = role === 'rs' ? ['resource'] : ['token', 'code', 'refresh', 'par'];
  return main.some((column) => (grid[column] ?? []).length > 0);
}
