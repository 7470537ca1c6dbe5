import { checkingKey, type Key, UnfitKey } from '../../bundle/dsse.ts';
import { VerifyPolicy } from '../../bundle/policy.ts';
import { checkDocument } from '../../document/check.ts';
import { problemsError, readSource } from '../../document/source.ts';
import { HarnessError } from '../../errors.ts';
import { readKeyFile } from './make.ts';

/** @throws HarnessError `ERR_USAGE` */
export async function pinnedKey(cwd: string, file: string): Promise<Key> {
  try {
    return await checkingKey(await readKeyFile(cwd, file));
  } catch (error) {
    if (!(error instanceof UnfitKey)) throw error;
    throw new HarnessError('ERR_USAGE', `${file}: ${error.message}`);
  }
}

/** @throws HarnessError `ERR_USAGE` */
export async function readPolicy(cwd: string, file: string | undefined): Promise<VerifyPolicy> {
  if (file === undefined) return VerifyPolicy.parse({});
  const source = await readSource(file, 'ERR_USAGE', 'policy', cwd);
  const { value, problems } = checkDocument(VerifyPolicy, source);
  if (value === undefined) throw problemsError(source, problems, 'ERR_USAGE');
  return value;
}
