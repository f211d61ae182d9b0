import type { AccountFacts, SimulatedAction } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";

/** How many actions a line names. */
const mostNamed = 8;

/** Whether whoever asks may deploy, as far as IAM's simulation tells, and whether the boundary of roles is there. */
export function deployerLines(
  { place, simulation, permissionsBoundary }: Pick<AccountFacts, "place" | "simulation" | "permissionsBoundary">,
  boundaryArn: string | undefined,
): readonly DoctorLine[] {
  const about = `deploying as ${place.caller}`;
  return [
    ...linesOf(about, simulation, (found) => simulationLines(about, found)),
    ...(permissionsBoundary === undefined || boundaryArn === undefined
      ? []
      : linesOf(`boundary ${boundaryArn}`, permissionsBoundary, (isThere) => [boundaryLine(boundaryArn, isThere)])),
  ];
}

/** Simulation leaves out policies of the organization that have conditions. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html */
function simulationLines(about: string, found: readonly SimulatedAction[]): DoctorLine[] {
  const barred = found.filter((one) => !one.isAllowedByOrganization);
  const denied = found.filter((one) => one.isAllowedByOrganization && one.decision === "explicitDeny");
  const missing = found.filter((one) => one.isAllowedByOrganization && one.decision === "implicitDeny");
  const lines: (DoctorLine | undefined)[] = [
    some(barred, {
      level: "fails",
      about,
      found: `the organization's policies forbid ${namesOf(barred)}`,
      follows: "no principal of this account can deploy what takes them",
      do: "have the service control policy except the deploying role, or leave out the settings that declare it",
    }),
    some(denied, {
      level: "fails",
      about,
      found: `your own policies or their boundary forbid ${namesOf(denied)}`,
      follows: "the deployment ends with the first of them (AccessDenied)",
      do: "deploy as somebody else, or have the denial changed",
    }),
    some(missing, {
      level: "warns",
      about,
      found: `your policies do not allow, on all resources, ${namesOf(missing)}`,
      follows: "unless they allow it on the stack's own resources, the deployment ends there",
      do: "npm run warden -- permissions prints policies that allow exactly what it takes",
    }),
  ];
  const told = lines.flatMap((line) => line ?? []);
  if (told.length > 0) return told;
  return [{ level: "notes", about, found: `all ${found.length} actions are allowed that deploying takes` }];
}

function some(actions: readonly SimulatedAction[], line: DoctorLine): DoctorLine | undefined {
  return actions.length === 0 ? undefined : line;
}

function namesOf(actions: readonly SimulatedAction[]): string {
  const names = actions.map(({ action }) => action);
  const rest = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function boundaryLine(arn: string, isThere: boolean): DoctorLine {
  const about = `boundary ${arn}`;
  return isThere
    ? { level: "notes", about, found: "it is there" }
    : {
        level: "fails",
        about,
        found: "there is no such policy",
        follows: "no role can be made with it (NoSuchEntity)",
        do: "correct api-warden:permissionsBoundary, or make the policy first",
      };
}
