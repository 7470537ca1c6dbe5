import { originText, planOps } from '../views/fuzz.ts';
import type { FindingView, ReportModel } from '../model.ts';
import { requirementKey } from '../views/requirements.ts';
import { statusWords } from './words.ts';
import { waiverText } from '../text/waiver.ts';
import { harmless } from './harmless.ts';

/** What the script of the page needs at once; texts of the target harmless to show and bounded. */
export function pageData(model: ReportModel): object {
  let section = 0;
  const targets = model.targets.map(({ name, sections }) => ({
    name,
    sections: sections.map(({ findings }) => ({
      id: `section-${(section += 1)}`,
      findings: findings.map(findingData),
    })),
  }));
  const requirements = Object.fromEntries(
    model.requirements.map(({ requirement, spec }) => [requirementKey(requirement), { ...requirement, spec }]),
  );
  const words = Object.fromEntries(Object.entries(statusWords).map(([status, { word }]) => [status, word]));
  return { requirements: harmless(requirements), targets, words };
}

/** All findings in the order of the page. */
export function findingsOfPage(model: ReportModel): readonly FindingView[] {
  return model.targets.flatMap(({ sections }) => sections.flatMap(({ findings }) => findings));
}

function findingData({ finding, seen, status, label, against, replay }: FindingView) {
  const { instance, why, reason, assertions, attribution } = finding;
  const waiver = finding.waiver === undefined ? undefined : waiverText(finding.waiver);
  const requirements = finding.requirements.map((row) => requirementKey(row));
  const texts = {
    title: seen,
    why,
    label: label.replace(finding.verdict, statusWords[finding.verdict].word),
    status,
    against,
    reason,
    attribution,
    waiver,
    assertions,
    requirements,
    replay,
  };
  const fuzz = finding.fuzz === undefined ? undefined : { origin: originText(finding), ops: planOps(finding) };
  return { instance, ...harmless({ ...texts, fuzz }) };
}
