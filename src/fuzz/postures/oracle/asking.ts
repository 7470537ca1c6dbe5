import type { PeerPlace } from '../../../suite/client/posture.ts';
import type { Scene } from '../vocabulary/draw.ts';
import { type Demand, one } from './demand.ts';

/** Five demands in a row are answered, and a sixth is the last. */
const perRequest = 6;
/** Our servers cut a client off at this number. */
const cutOff = 45;

const asking: readonly PeerPlace[] = ['token', 'par', 'resource', 'resource2'];

/** A client does not ask for ever. Judged where all that a place does is to demand nonces. */
export function asksAgain(scene: Scene): readonly Demand[] {
  return asking.flatMap((at) => {
    const own = scene.posture.filter((rule) => rule.at === at);
    const isDemands = own.length > 0 && own.every(({ give }) => give.every(({ op }) => op === 'demand-nonce'));
    const requests = perRequest * requestsAt(at, scene);
    if (!isDemands || requests >= cutOff || requests === 0) return [];
    return [
      one('gives up where nonces are demanded for ever', 'RFC9449-8-14', [
        { that: { see: 'ends-within', at, requests } },
      ]),
    ];
  });
}

/** How many requests the task takes there; a client may get a new token for each call. */
function requestsAt(at: PeerPlace, { task: { steps } }: Scene): number {
  const isOfServer = at === 'token' || at === 'par';
  return steps.reduce((sum, step) => {
    switch (step.do) {
      case 'token':
      case 'refresh':
      case 'exchange':
        return sum + Number(isOfServer);
      case 'call':
        return sum + (step.at === at || isOfServer ? step.times * step.parallel : 0);
      case 'calls-of-two':
        return sum + (at === 'resource' || isOfServer ? 2 * step.times + 1 : 0);
      case 'restart':
        return sum;
      default:
        return step satisfies never;
    }
  }, 0);
}
