import type { AnswerOp } from '../../../suite/client/answer-ops.ts';
import type { ClientWatch } from '../../../suite/client/schema.ts';
import type { Scene } from '../vocabulary/draw.ts';

type Sees = ClientWatch['that']['see'];

/** They look at more requests than one playing has. */
const ofManyRequests: ReadonlySet<Sees> = new Set(['random-jti']);

/** A token that no server can have issued goes into a request as it is: then these say nothing of the client. */
const ofTokens: ReadonlySet<Sees> = new Set([
  'dpop-scheme',
  'proof-present',
  'token-in-one-place',
  'token-not-in-query',
  'key-of-token',
]);

/** Whether a rule for every request can be held against a client that was answered so. */
export function isFair({ that, requirements }: ClientWatch, { posture }: Scene): boolean {
  if (ofManyRequests.has(that.see)) return false;
  const ops = posture.flatMap(({ at, give }) => give.map((op) => ({ at, op })));
  // Some clients follow the clock of the server, which is no fault.
  if (that.see === 'plausible-time') return !ops.some(({ op }) => changesDate(op));
  const isOfToken = ofTokens.has(that.see) || requirements.some((id) => athRows.has(id));
  return !isOfToken || !ops.some(({ at, op }) => at === 'token' && makesUpToken(op));
}

const athRows: ReadonlySet<string> = new Set(['RFC9449-4.2-13', 'RFC9449-4.2-14', 'RFC9449-7-02']);

function changesDate(op: AnswerOp): boolean {
  if (op.op === 'clock') return true;
  return 'name' in op && op.name.toLowerCase() === 'date';
}

function makesUpToken(op: AnswerOp): boolean {
  if (op.op === 'body') return true;
  return (op.op === 'member-set' || op.op === 'member-remove') && op.name === 'access_token';
}
