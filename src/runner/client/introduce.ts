import { randomBytes } from 'node:crypto';
import {
  type Answered,
  type Driver,
  introductionOf,
  type Introduction,
  protocolVersion,
} from '../../driver/contract.ts';
import { HarnessError } from '../../errors.ts';
import { wordOf } from './word-of.ts';
import { wordText } from '../../verdict/client/played.ts';

/**
 * Asks a client who it is and what it can do, and then for something that does not exist. A client that says of everything that
 * it did it cannot be believed in anything.
 *
 * @throws HarnessError `ERR_TARGET_LAUNCH`
 */
export async function introduce(driver: Driver, where: string): Promise<Introduction> {
  const hello = await driver.ask({ cmd: 'hello', protocol: protocolVersion });
  if (hello.kind !== 'reply' || !hello.reply.ok)
    throw refused(where, `it does not answer "hello": ${said(hello)}`, driver);
  const command = `x-${randomBytes(6).toString('hex')}` as const;
  const madeUp = await driver.ask({ cmd: command });
  if (madeUp.kind === 'reply' && !madeUp.reply.ok && madeUp.reply.unsupported === true)
    return introductionOf(hello.reply);
  const problem =
    madeUp.kind === 'reply' && madeUp.reply.ok
      ? `it says ok to the made-up command "${command}", so nothing that it says can be believed`
      : `it does not answer the made-up command "${command}" with {"ok":false,"unsupported":true}: ${said(madeUp)}`;
  throw refused(where, problem, driver);
}

function said(answered: Answered): string {
  return wordText(wordOf('asked', answered)).replace('asked: ', '');
}

function refused(where: string, problem: string, driver: Driver): HarnessError {
  const last = driver.lastWords().split('\n').slice(-5).join('\n');
  const tail = last === '' ? '' : `; its last lines:\n${last}`;
  const fix = 'proofmark smoke shows each command and its answer; docs/clients.md has the contract';
  return new HarnessError('ERR_TARGET_LAUNCH', `${where}: the client cannot be driven: ${problem}${tail}`, {
    advice: { at: ['command'], fix },
  });
}
