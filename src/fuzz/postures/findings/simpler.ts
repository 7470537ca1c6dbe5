import type { PostureRule } from '../../../suite/client/posture.ts';
import type { Scene } from '../vocabulary/draw.ts';

/** The scene with each op left out in turn; a rule goes with its last op. */
export function withOneOpLess({ task, posture }: Scene): readonly Scene[] {
  return posture.flatMap((rule, index) =>
    rule.give.map((_, at) => {
      const give = rule.give.filter((_op, place) => place !== at);
      return {
        task,
        posture: give.length === 0 ? posture.toSpliced(index, 1) : posture.with(index, { ...rule, give }),
      };
    }),
  );
}

/** The same, and each condition of a rule left out in turn. */
export function simplerScenes(scene: Scene): readonly Scene[] {
  const { task, posture } = scene;
  const looser = posture.flatMap((rule, index) =>
    looserRules(rule).map((one) => ({ task, posture: posture.with(index, one) })),
  );
  return [...withOneOpLess(scene), ...looser];
}

function looserRules({ nth, when, ...rule }: PostureRule): readonly PostureRule[] {
  return [
    ...(nth === undefined ? [] : [{ ...rule, ...(when === undefined ? {} : { when }) }]),
    ...(when === undefined ? [] : [{ ...rule, ...(nth === undefined ? {} : { nth }) }]),
  ];
}
