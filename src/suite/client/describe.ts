import type { AnswerOp, NonceValue } from './answer-ops.ts';
import type { PostureRule } from './posture.ts';
import type { Task, TaskStep } from './task.ts';

/** What differs from the lawful answer, in words. */
export function describeAnswerOp(op: AnswerOp): string {
  switch (op.op) {
    case 'status':
    case 'field-set':
    case 'field-add':
    case 'field-remove':
    case 'field-name':
    case 'challenge':
      return describeFieldOp(op);
    case 'demand-nonce':
      return `use_dpop_nonce is answered${op.field ? `, with ${nonceText(op.nonce)}` : ', without the field DPoP-Nonce'}${op.description ? '' : ', without error_description'}`;
    case 'nonce':
      return `${op.name} gives ${nonceText(op.value)}${op.lines > 1 ? `, in ${op.lines} lines` : ''}`;
    case 'member-set':
      return `${op.name} is ${JSON.stringify(op.value)}`;
    case 'member-remove':
      return `${op.name} is left out of the body`;
    case 'body':
      return `the body is ${JSON.stringify(op.text.slice(0, 80))}`;
    case 'error':
      return `${op.status} ${op.error} is answered`;
    case 'callback':
      return `${op.name} of the authorization response is ${JSON.stringify(op.value)}`;
    case 'token':
      return op.cnf === 'none' ? 'the access token is bound to no key' : 'the access token is bound to another key';
    case 'redirect':
      return `${op.status} leads to ${op.to === 'same-origin' ? 'another path of the same server' : 'the server of somebody else'}`;
    case 'delay':
      return `the answer comes ${op.ms} ms late`;
    case 'cut':
      return `the connection is cut after ${op.after} octets of the answer`;
    case 'clock':
      return `the field Date is ${Math.abs(op.seconds)} s ${op.seconds < 0 ? 'behind' : 'ahead'}`;
    default:
      return op satisfies never;
  }
}

type FieldOp = Extract<AnswerOp, { op: 'status' | 'challenge' | `field-${string}` }>;

function describeFieldOp(op: FieldOp): string {
  switch (op.op) {
    case 'status':
      return `the status is ${op.value}`;
    case 'field-set':
      return `${op.name} is ${JSON.stringify(op.value)}`;
    case 'field-add':
      return `a line ${op.name}: ${op.value} is added`;
    case 'field-remove':
      return `${op.name} is left out`;
    case 'field-name':
      return `${op.name} is spelt ${op.to}`;
    case 'challenge':
      return `WWW-Authenticate is ${op.lines.join(' | ')}`;
    default:
      return op satisfies never;
  }
}

function nonceText(value: NonceValue): string {
  if (value === 'fresh') return 'a new nonce';
  if (value === 'same') return 'the same nonce again';
  return 'literal' in value ? `the nonce ${JSON.stringify(value.literal)}` : `a nonce of ${value.length} characters`;
}

/** Where, which time and when a rule answers, and how, in words. */
export function describeRule({ at, nth, when = {}, give }: PostureRule): string {
  const { grant, nonce, proof } = when;
  const conditions = [
    ...(grant === undefined ? [] : [`with the grant ${grant}`]),
    ...(nonce === undefined ? [] : [`whose proof ${proofText[nonce]}`]),
    ...(proof === undefined || nonce !== undefined ? [] : [proof ? 'with a proof' : 'without a proof']),
  ];
  const requests = [timesText(nth, at), ...conditions].join(' ');
  return `${requests}: ${give.length === 0 ? 'lawfully' : give.map(describeAnswerOp).join('; ')}`;
}

const proofText = {
  absent: 'has no nonce',
  old: 'has an old nonce',
  newest: 'has the newest nonce',
  'not-newest': 'lacks the newest nonce',
} as const satisfies Record<NonNullable<NonNullable<PostureRule['when']>['nonce']>, string>;

function timesText(nth: PostureRule['nth'], at: PostureRule['at']): string {
  if (nth === undefined || nth === 'every') return `each request to ${at}`;
  return typeof nth === 'number' ? `request ${nth} to ${at}` : `each request to ${at} from ${nth.from} to ${nth.to}`;
}

/** What the client is asked to do, in words. */
export function describeTask({ steps }: Task): string {
  return steps.map(describeStep).join(', then ');
}

export function describeStep(step: TaskStep): string {
  switch (step.do) {
    case 'token':
      return `get a token${step.par === true ? ' by PAR' : ''}${step.dpopJkt === true ? ' with dpop_jkt' : ''}`;
    case 'refresh':
      return 'refresh it';
    case 'exchange':
      return 'exchange it for another token';
    case 'calls-of-two':
      return `begin a second session, and call resource from both at once, ${step.times} times`;
    case 'restart':
      return 'save, end, start anew and load';
    case 'call': {
      const many = step.times > 1 ? ` ${step.times} times` : step.parallel > 1 ? ` ${step.parallel} times at once` : '';
      return `${step.method} ${step.at}${step.path}${many}`;
    }
    default:
      return step satisfies never;
  }
}
