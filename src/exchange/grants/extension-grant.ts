import { secretOf } from '../../bench/bench.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { printedBy } from '../../target/run-program.ts';
import { extras } from './authorization-request.ts';
import type { Requester } from './requester.ts';

/**
 * The parameters of a token request with the client's extension grant (RFC 6749 §4.5), for example a token exchange
 * (RFC 8693 §2.1). A value that a command prints is new each time, since an assertion may be good once only.
 *
 * @throws HarnessError `ERR_TOKEN_REQUEST` where a command gives no value
 */
export async function extensionGrant({ bench, client }: Requester): Promise<readonly Pair[]> {
  const { extension } = client;
  if (extension === undefined) throw new Inapplicable(`client ${client.id} has no extension grant`);
  const values = Object.entries(extension.parameters).map(async ([name, value]): Promise<Pair> => {
    if (typeof value === 'string') return [name, value];
    if ('env' in value) return [name, secretOf(bench, value.env)];
    const cwd = bench.loaded.directory;
    const printed = await printedBy(
      { ...value, of: name, cwd },
      JSON.stringify({ client: client.id, parameter: name }),
    );
    bench.redactor.add(printed, name);
    return [name, printed];
  });
  return [['grant_type', extension.type], ...(await Promise.all(values)), ...extras(client)];
}
