import type { ClientCheck } from '../../suite/client/client-check.ts';
import { copiesNonce, ownNonces, usesNewestNonce } from './checks/nonces.ts';
import {
  algorithms,
  athFits,
  exactMethod,
  followsDate,
  freshProofs,
  noRequest,
  proofAt,
  proofFits,
} from './checks/proofs.ts';
import { type ClientResult, unseen } from './checks/result.ts';
import { answeredAll, completes, endsWithin, retries, stops, wholeBody } from './checks/retry.ts';
import { dpopJkt, freshAssertions, newestToken, nothingReaches, notUsed, ownToken, sameKey } from './checks/tokens.ts';
import { goesOn, keeps } from './checks/whole-playing.ts';
import { type Played, type Stimulus, stimulusIn, wordText } from './played.ts';

/** What a check finds in the requests of one playing. */
export function checkPlayed(that: ClientCheck, played: Played): ClientResult {
  const stimulus = stimulusIn(played, 'rule' in that ? that.rule : undefined);
  switch (that.see) {
    case 'retries':
    case 'stops':
    case 'ends-within':
    case 'copies-nonce':
    case 'not-used':
    case 'whole-body':
    case 'algorithms':
      return stimulus === undefined
        ? unseen('what follows the answer', 'the answer was never given')
        : afterStimulus(that, played, stimulus);
    case 'completes':
      return completes(that.at, played, stimulus);
    case 'reports-failure':
      return reportsFailure(played);
    case 'keeps':
      return keeps(that.what, played);
    case 'goes-on':
      return goesOn(played);
    default:
      return overAll(that, played);
  }
}

type After = Extract<
  ClientCheck,
  { see: 'retries' | 'stops' | 'ends-within' | 'copies-nonce' | 'not-used' | 'whole-body' | 'algorithms' }
>;

function afterStimulus(that: After, played: Played, stimulus: Stimulus): ClientResult {
  switch (that.see) {
    case 'retries':
      return retries(that.at, stimulus);
    case 'stops':
      return stops(that.at, that.within, stimulus);
    case 'ends-within':
      return endsWithin(that.at, that.requests, played, stimulus);
    case 'copies-nonce':
      return copiesNonce(that.at, stimulus);
    case 'not-used':
      return notUsed(that.what, played, stimulus);
    case 'whole-body':
      return wholeBody(that.at, that.body, stimulus);
    case 'algorithms':
      return algorithms(that.of, stimulus);
    default:
      return that satisfies never;
  }
}

type OverAll = Exclude<ClientCheck, After | { see: 'completes' | 'reports-failure' | 'keeps' | 'goes-on' }>;

function overAll(that: OverAll, played: Played): ClientResult {
  switch (that.see) {
    case 'uses-newest-nonce':
    case 'keeps-nonce':
      return usesNewestNonce(that.at, played);
    case 'own-nonces':
      return ownNonces(played);
    case 'answered-all':
      return answeredAll(that.at, that.count, played);
    case 'own-token':
      return ownToken(played);
    case 'fresh-assertions':
      return freshAssertions(played);
    case 'same-key':
    case 'refresh-key':
      return sameKey(played);
    case 'exact-method':
      return exactMethod(that.at, played);
    case 'newest-token':
      return newestToken(played);
    case 'dpop-jkt':
      return dpopJkt(that.at, played);
    case 'proof-at':
      return proofAt(that.at, played);
    case 'fresh-proofs':
      return freshProofs(that.at, played);
    case 'proof-fits':
      return proofFits(that.at, played);
    case 'ath-fits':
      return athFits(that.at, played);
    case 'nothing-reaches':
      return nothingReaches(that.at, that.what, played);
    case 'follows-date':
      return followsDate(played);
    case 'no-request':
      return noRequest(played);
    default:
      return that satisfies never;
  }
}

/** The client's word earns no pass: where it says that it failed, nothing is proved. */
function reportsFailure({ words }: Played): ClientResult {
  const expected = 'that the client says that it did not succeed';
  const last = words.at(-1);
  const isSaid = words.some(({ ok, status }) => !ok || (status !== undefined && status >= 400));
  if (isSaid || last === undefined) return unseen(expected, last === undefined ? 'no word' : 'it says so');
  return { ok: false, expected, got: wordText(last) };
}
