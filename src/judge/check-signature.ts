import { type Algorithm, algorithms, verifies } from './algorithms.ts';
import type { JsonObject } from './json-text.ts';
import { missingMembers, type PublicKey, readPublicKey } from './jwk.ts';
import type { Proof } from './read-proof.ts';
import { checkMembers, checkPrivate, checkPurpose } from './check-jwk.ts';
import { type EmbeddedJwk, embeddedJwk, single } from './single.ts';
import type { JudgeContext, JudgedRequest, Violation } from './types.ts';
import { liberty, may, must, should, shown } from './violation.ts';

/** The octets of the signature are judged separately, because that takes longest. */
export type SignatureJudgement = {
  readonly violations: readonly Violation[];
  readonly octets: () => readonly Violation[];
};

type Side = Pick<JudgedRequest, 'role'> & Pick<JudgeContext, 'algs'>;

/** Checks 5 to 7 of RFC 9449 section 4.3: algorithm, key and signature. A fault that hides the next one is reported alone. */
export const checkSignature = (proof: Proof, side: Side): SignatureJudgement => {
  const embedded = embeddedJwk(proof);
  const ofAlg = checkAlgorithm(proof, embedded, side);
  return {
    ...ofAlg,
    violations: [
      ...(embedded === undefined
        ? []
        : [
            ...checkPrivate(embedded.jwk),
            ...checkPurpose(proof, embedded.jwk),
            ...checkMembers(embedded.jwk, side.role),
          ]),
      ...ofAlg.violations,
    ],
  };
};

const macs = new Set(['HS256', 'HS384', 'HS512']);

const checkAlgorithm = (proof: Proof, embedded: EmbeddedJwk | undefined, side: Side): SignatureJudgement => {
  const { alg } = proof.header;
  const name = single(alg);
  const alone = (violation: Violation): SignatureJudgement => ({ violations: [violation], octets: () => [] });
  if (alg === undefined || alg === null) return alone(must('RFC9449-4.3-05g', 'the proof has no alg'));
  if (name === 'none') return alone(must('RFC9449-4.3-05a', 'alg is "none"'));
  if (typeof name !== 'string') return alone(must('RFC9449-4.3-05e', `alg is ${shown(alg)}`));
  if (name.toLowerCase() === 'none') return alone(must('RFC9449-4.3-05b', `alg is ${shown(alg)}`));
  if (macs.has(name.toUpperCase())) return alone(must('RFC9449-4.3-05c', `alg is ${shown(alg)}, a MAC`));
  const due = algorithms.has(name) ? name : namedInAnyCase(name);
  const algorithm = algorithms.get(due ?? '');
  if (due === undefined || algorithm === undefined)
    return alone(must('RFC9449-4.3-05e', `alg is ${shown(alg)}, no registered signature algorithm`));
  if (embedded?.jwk['kty'] === undefined)
    return alone(must('RFC9449-4.3-06c', 'the header has no jwk', hasKey(embedded?.jwk) ? 'warn' : undefined));
  const { violations, octets } = checkKeyOf(proof, embedded.jwk, { ...side, alg: due, algorithm });
  const lax = [
    ...(due === alg ? [] : [should('RFC9449-4.3-05e', `alg is ${shown(alg)}`)]),
    ...(embedded.lax ? [should('RFC9449-4.3-06c', 'the jwk is no object, but holds one')] : []),
  ];
  return { violations: [...lax, ...violations], octets };
};

/** Whether software which guesses the missing type would still find a key. */
const hasKey = (jwk: JsonObject = {}): boolean => ['x', 'n'].some((name) => typeof jwk[name] === 'string');

const namedInAnyCase = (name: string): string | undefined =>
  [...algorithms.keys()].find((known) => known.toLowerCase() === name.trim().toLowerCase());

type Expected = Side & { readonly alg: string; readonly algorithm: Algorithm };

const checkKeyOf = (proof: Proof, jwk: JsonObject, expected: Expected): SignatureJudgement => {
  const { alg, algorithm } = expected;
  const alone = (violation: Violation): SignatureJudgement => ({ violations: [violation], octets: () => [] });
  if (!fits(algorithm, jwk))
    return alone(
      must(
        'RFC9449-4.3-05d',
        `alg is ${alg}, the key is ${shown(jwk['kty'])} ${shown(jwk['crv'])}`,
        isKnownKind(jwk) ? undefined : 'warn',
      ),
    );
  if (algorithm.unverified === true) {
    return alone(may('RFC9449-4.3-05f', `${alg} is registered, its signature is not judged`));
  }
  const missing = missingMembers(jwk);
  if (missing.length > 0) return alone(must('RFC9449-4.3-06g', `the jwk has no ${missing.join(' and ')}`));
  const key = readPublicKey(jwk);
  if (key === undefined) return alone(must('RFC9449-4.3-06f', 'the jwk is no point on its curve or no key at all'));
  return {
    violations: [...checkSupport(alg, key, expected), ...checkCurve(alg, jwk), ...checkKey(key)],
    // Libraries differ about such points: newer ones verify nothing with them.
    octets: () => (key.smallOrder ? [] : checkSignatureOctets(proof, algorithm, key)),
  };
};

/** A server chooses its algorithms and key sizes, but every algorithm that it lists has to work. */
const checkSupport = (alg: string, { bits = 2048 }: PublicKey, { role, algs }: Side): readonly Violation[] => {
  const listed = role === 'as' ? 'RFC9449-5.1-04' : 'RFC9449-7.1-14';
  const size =
    bits <= 2048 ? [] : [(bits === 3072 || bits === 4096 ? liberty : may)(listed, `the RSA key has ${bits} bits`)];
  if (algs === undefined || algs.proven.has(alg)) return size;
  return algs.listed?.has(alg) === true
    ? [...size, liberty(listed, `alg is ${alg}, which the server lists`)]
    : [...size, may('RFC9449-4.3-05f', `alg is ${alg}, which the server does not list`)];
};

/** EdDSA stands for two curves (RFC 8037 section 3.1), and a server need not know both. */
const checkCurve = (alg: string, { crv }: JsonObject): readonly Violation[] =>
  alg === 'EdDSA' && crv === 'Ed448' ? [may('RFC9449-4.3-05f', 'alg is EdDSA, the key is an Ed448 key')] : [];

/** A key of another known kind confuses the algorithm. A key of an unknown kind is no key. */
const isKnownKind = ({ kty, crv }: JsonObject): boolean =>
  kty === 'oct' || [...algorithms.values()].some((one) => one.kty === kty && isKnownCurve(one, crv));

const isKnownCurve = ({ crv: curves }: Algorithm, crv: unknown): boolean =>
  curves === undefined || curves.some((name) => name === crv);

const fits = (algorithm: Algorithm, jwk: JsonObject): boolean =>
  jwk['kty'] === algorithm.kty && isKnownCurve(algorithm, jwk['crv']);

const checkKey = ({ bits, exponent, smallOrder, canonical }: PublicKey): readonly Violation[] => [
  ...(bits !== undefined && bits < 2048 ? [should('RFC9449-11.6-01', `the RSA key has ${bits} bits`)] : []),
  ...(exponent === 'even' ? [should('RFC9449-11.6-01', 'the RSA exponent is even')] : []),
  ...(exponent === 'one' ? [may('RFC9449-11.6-01', 'the RSA exponent is 1')] : []),
  ...(smallOrder ? [may('RFC9449-11.6-01', 'the Ed25519 point is of small order')] : []),
  ...(canonical ? [] : [may('RFC9449-4.3-02d', 'a member of the jwk is not in its due spelling')]),
];

const checkSignatureOctets = (
  { signatures, signingInputs }: Proof,
  algorithm: Algorithm,
  { key }: PublicKey,
): readonly Violation[] => {
  const isGood = (octets: Buffer, by = algorithm, form?: 'der'): boolean =>
    signingInputs.some((text) => verifies(by, key, { text, octets, ...(form && { form }) }));
  const [signature = Buffer.alloc(0), beforeForeign] = signatures;
  if (isGood(signature)) return [];
  if (beforeForeign !== undefined && isGood(beforeForeign)) return [];
  if (signature.length > 0 && signature.every((octet) => octet === 0)) {
    return [must('RFC9449-4.3-06d', 'the signature is all zero')];
  }
  if (algorithm.kty === 'EC' && isGood(signature, algorithm, 'der'))
    return [should('RFC9449-4.3-06e', 'the ECDSA signature is in DER')];
  const { signatureLength } = algorithm;
  if (
    signatureLength !== undefined &&
    signature.length > signatureLength &&
    isGood(signature.subarray(0, signatureLength))
  )
    return [must('RFC9449-4.3-06j', 'the signature has octets behind it')];
  const reduced = algorithm.kty === 'OKP' ? reducedEd25519(signature) : undefined;
  if (reduced !== undefined && isGood(reduced))
    return [should('RFC9449-4.3-06i', 's of the signature is not below the order of the group')];
  const other = [...algorithms].find(
    ([, candidate]) => algorithm.kty === 'RSA' && candidate.kty === 'RSA' && isGood(signature, candidate),
  );
  if (other !== undefined) return [must('RFC9449-4.3-05d', `the signature was made with ${other[0]}`)];
  // The octets do not show whether another key made the signature, so RFC9449-4.3-06b is reported as RFC9449-4.3-06a.
  return [must('RFC9449-4.3-06a', 'the signature does not verify with the key in jwk')];
};

const ed25519Order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The same signature with s below the order of the group (RFC 8032 section 5.1.7), or `undefined` where s is below it already. */
const reducedEd25519 = (signature: Buffer): Buffer | undefined => {
  if (signature.length !== 64) return undefined;
  const s = BigInt(
    `0x${signature
      .subarray(32)
      .toReversed()
      .reduce((hex, octet) => hex + octet.toString(16).padStart(2, '0'), '')}`,
  );
  if (s < ed25519Order) return undefined;
  const reduced = Buffer.from((s % ed25519Order).toString(16).padStart(64, '0'), 'hex').toReversed();
  return Buffer.concat([signature.subarray(0, 32), reduced]);
};
