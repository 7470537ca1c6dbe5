import type { Bench } from '../bench/bench.ts';
import type { Registered } from '../bench/registered.ts';
import { printable } from '../document/printable.ts';
import type { LeftBehind } from '../record/left-behind.ts';
import type { Wire } from '../wire/types.ts';

/** Milliseconds for each client: the end of a run, an interrupted one too, does not wait for longer. */
const patience = 5000;

/**
 * Deletes the clients that the run has registered (RFC 7592 §2.3). An interrupt does not stop that, so it goes over a wire of
 * its own. What is left is recorded and said.
 */
export async function unregister(bench: Bench, wire: Wire, log: (line: string) => void): Promise<void> {
  const { name } = bench.loaded.descriptor;
  const results = await Promise.all(bench.registered.map((one) => remove(bench, wire, one)));
  const clients = results.flatMap((left) => left ?? []);
  if (clients.length === 0) return;
  bench.emit({ type: 'left-behind', target: name, clients });
  for (const { id, why } of clients) log(`${name}: the registered client ${id} is left behind: ${why}`);
}

type Left = LeftBehind['clients'][number];

async function remove(bench: Bench, wire: Wire, { id, manage }: Registered): Promise<Left | undefined> {
  const left = (why: string): Left => ({
    id: bench.redactor.text(printable(id, 100)),
    why: bench.redactor.text(printable(why, 200)),
  });
  if (manage === undefined) return left('the server gave no registration_client_uri to delete it at (RFC 7592)');
  const { response, failure } = await wire.send({
    method: 'DELETE',
    url: manage.url,
    fields: [['Authorization', `Bearer ${manage.token}`]],
    fresh: true,
    timeoutMs: patience,
  });
  if (response !== undefined && response.status >= 200 && response.status < 300) return undefined;
  return left(
    response === undefined
      ? `its deletion failed: ${failure?.kind ?? 'no answer'}`
      : `its deletion was answered ${response.status}`,
  );
}
