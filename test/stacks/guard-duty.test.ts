import { expect } from "chai";

import { isMarked } from "../../core/trail-tampering/own-parts";
import { eventRules } from "../../local/play/event-rules";
import { mayInvoke, maySend } from "../../local/play/permissions";
import { families } from "../../stacks/finding-rules";
import { ownPartMarks } from "../../stacks/own-parts";
import { startMs } from "../local/play/fixture";
import { stageOf } from "../local/play/stage";
import { input, ofType, only, statementsOf } from "./graph";
import type { DeclaredGuardDuty } from "./guard-duty-stage";
import { declareAlone } from "./guard-duty-stage";

const detectorType = "aws:guardduty/detector:Detector";
const ruleType = "aws:cloudwatch/eventRule:EventRule";
const targetType = "aws:cloudwatch/eventTarget:EventTarget";

const finding = (detail: object = {}, region = "eu-west-1") => ({
  source: "aws.guardduty",
  "detail-type": "GuardDuty Finding",
  region,
  detail: {
    type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
    severity: 5,
    service: { archived: false },
    ...detail,
  },
});

/** Names of the rules of the home region that match. */
function rulesFor(declared: DeclaredGuardDuty, event: unknown, region = "eu-west-1"): string[] {
  return eventRules(declared.graph)
    .filter(({ bus, matches }) => bus.region === region && matches(event))
    .map(({ name }) => name)
    .sort();
}

const arnOf = ({ resources }: DeclaredGuardDuty, type: string, name: string) =>
  String(resources.find((one) => one.type === type && one.name === name)?.outputs.arn);

const idOf = ({ resources }: DeclaredGuardDuty, name: string) =>
  String(resources.find((one) => one.type === detectorType && one.name === name)?.outputs.id);

const byFamily = (type: string, detail: object = {}) => finding({ type, severity: 2, ...detail });

describe("GuardDuty as declared", function () {
  this.timeout(30_000);

  let usual: DeclaredGuardDuty;

  before("declare it as no setting has it", async () => {
    usual = await declareAlone({});
    expect(usual.failure).to.equal(undefined);
  });

  describe("the detectors", () => {
    it("are one in the region deployed into and one where global services record, telling of repeats every 15 minutes", () => {
      const detectors = ofType(usual.resources, detectorType);
      expect(detectors.map(({ inputs }) => inputs.region)).to.have.members(["eu-west-1", "us-east-1"]);
      for (const { inputs } of detectors) {
        expect(inputs).to.include({ enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" });
        expect(inputs.tags).to.deep.equal({ "api-warden:stack": "test" });
      }
    });

    it("are parts of Warden, whose loss is told of", async () => {
      const ids = ofType(usual.resources, detectorType).map(({ name }) => idOf(usual, name));
      const marks = await new Promise<string>((resolve) => void ownPartMarks(usual.context).apply(resolve));
      expect(ids).to.have.lengthOf(2);
      for (const id of ids) expect(isMarked(id, marks), id).to.equal(true);
    });

    it("are one for each region of `regions`, each once, and one alone where everything is in one region", async () => {
      const several = await declareAlone({ regions: ["eu-west-1", "ap-southeast-2", "us-west-2"] });
      expect(ofType(several.resources, detectorType).map(({ inputs }) => inputs.region)).to.have.members([
        "eu-west-1",
        "ap-southeast-2",
        "us-west-2",
      ]);
      const one = await declareAlone({}, { accountId: "111122223333", region: "us-east-1" });
      expect(ofType(one.resources, detectorType)).to.have.lengthOf(1);
      const china = await declareAlone({}, { accountId: "111122223333", region: "cn-northwest-1" });
      expect(ofType(china.resources, detectorType).map(({ inputs }) => inputs.region)).to.have.members([
        "cn-northwest-1",
        "cn-north-1",
      ]);
    });

    it("are looked up where there are some, and lists belong to those", async () => {
      const found = await declareAlone({ guardDuty: { detector: "existing", threatList: ["203.0.113.7"] } });
      expect(found.failure).to.equal(undefined);
      expect(ofType(found.resources, detectorType)).to.deep.equal([]);
      const ids = ofType(found.resources, "aws:guardduty/threatIntelSet:ThreatIntelSet").map(
        ({ inputs }) => inputs.detectorId,
      );
      expect(ids).to.have.lengthOf(2);
      for (const id of ids) expect(id).to.match(/^[\da-f]{32}$/);
      expect(new Set(ids).size).to.equal(2);
    });

    it("that are not there stop the preview with the name of the region", async () => {
      const account = { accountId: "111122223333", region: "eu-west-1", detectorRegions: ["eu-west-1"] };
      const settings = { guardDuty: { detector: "existing", threatList: ["203.0.113.7"] } };
      const { failure } = await declareAlone(settings, account);
      expect(failure).to.match(
        /^api-warden:guardDuty\.detector is existing, but no detector of GuardDuty was found in us-east-1: /,
      );
      expect(failure).to.match(/turn GuardDuty on there, leave us-east-1 out of api-warden:regions, or set detector/);
    });

    it("are none, and so are the lists, where an administrator has them; the rules are the same", async () => {
      const none = await declareAlone({ guardDuty: { detector: "none", threatList: ["203.0.113.7"] } });
      expect(none.failure).to.equal(undefined);
      expect(none.resources.filter(({ type }) => /guardduty|s3/.test(type))).to.deep.equal([]);
      const rules = (declared: DeclaredGuardDuty) => ofType(declared.resources, ruleType).map(({ name }) => name);
      expect(rules(none))
        .to.deep.equal(rules(usual))
        .and.have.lengthOf(families.length + 2);
    });
  });

  describe("the rules", () => {
    it("are one for each family with a playbook, whatever the type ends with and however severe it is", () => {
      const types = {
        "GuardDuty-Event-IAMUser-MaliciousIPCaller": [
          "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
          "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
          "Recon:IAMUser/MaliciousIPCaller",
          "Recon:IAMUser/MaliciousIPCaller.Custom",
        ],
        "GuardDuty-Event-IAMUser-TorIPCaller": ["UnauthorizedAccess:IAMUser/TorIPCaller", "Recon:IAMUser/TorIPCaller"],
        "GuardDuty-Event-IAMUser-AnomalousBehavior": [
          "CredentialAccess",
          "DefenseEvasion",
          "Discovery",
          "Exfiltration",
          "Impact",
          "InitialAccess",
          "Persistence",
          "PrivilegeEscalation",
        ].map((tactic) => `${tactic}:IAMUser/AnomalousBehavior`),
        "GuardDuty-Event-IAMUser-PenTest": ["KaliLinux", "ParrotLinux", "PentooLinux"].map(
          (machine) => `PenTest:IAMUser/${machine}`,
        ),
        "GuardDuty-Event-IAMUser-RootCredentialUsage": [
          "Policy:IAMUser/RootCredentialUsage",
          "Policy:IAMUser/ShortTermRootCredentialUsage",
        ],
        "GuardDuty-Event-IAMUser-Stealth": [
          "Stealth:IAMUser/CloudTrailLoggingDisabled",
          "Stealth:IAMUser/PasswordPolicyChange",
        ],
        "GuardDuty-Event-IAMUser-ConsoleLogin": ["UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B"],
        "GuardDuty-Event-IAMUser-CredentialExfiltration": [
          "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
          "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",
          "UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS",
        ],
        "GuardDuty-Event-AttackSequence": [
          "AttackSequence:IAM/CompromisedCredentials",
          "AttackSequence:S3/CompromisedData",
        ],
        "GuardDuty-Event-S3": ["Discovery:S3/MaliciousIPCaller.Custom", "Stealth:S3/ServerAccessLoggingDisabled"],
      };
      expect(Object.keys(types)).to.have.members(families.map(({ name }) => name));
      for (const [rule, ofFamily] of Object.entries(types)) {
        for (const type of ofFamily) expect(rulesFor(usual, byFamily(type)), type).to.deep.equal([rule]);
      }
    });

    it("are one on severity alone, for the types of tomorrow", async () => {
      const unheard = (severity: unknown) => finding({ type: "Sabotage:Lambda/Unheard", severity });
      expect(rulesFor(usual, unheard(4))).to.deep.equal(["GuardDuty-Event-Severity"]);
      expect(rulesFor(usual, unheard(3.9))).to.deep.equal([]);
      expect(rulesFor(usual, unheard("8"))).to.deep.equal([]);
      const strict = await declareAlone({ guardDuty: { minSeverity: 7 } });
      expect(rulesFor(strict, unheard(6.9))).to.deep.equal([]);
      expect(rulesFor(strict, unheard(7))).to.deep.equal(["GuardDuty-Event-Severity"]);
    });

    it("leave out what was archived but for what names a credential, and nothing for want of saying so", () => {
      for (const [type, rules] of [
        ["UnauthorizedAccess:IAMUser/MaliciousIPCaller", ["GuardDuty-Event-IAMUser-MaliciousIPCaller"]],
        ["Sabotage:Lambda/Unheard", []],
      ] as const) {
        expect(rulesFor(usual, finding({ type, severity: 8, service: { archived: true } }))).to.deep.equal(rules);
        expect(rulesFor(usual, finding({ type, service: { count: 1 } })), type).to.have.length.above(0);
        expect(rulesFor(usual, finding({ type, service: undefined })), type).to.have.length.above(0);
      }
    });

    it("hear GuardDuty alone", () => {
      expect(rulesFor(usual, { ...finding(), source: "acme.guardduty" })).to.deep.equal([]);
      expect(rulesFor(usual, { ...finding(), "detail-type": "GuardDuty Malware Protection" })).to.deep.equal([]);
    });

    it("may invoke the function, try for six hours, and leave what failed in its dead-letter queue", () => {
      const names = [...families.map(({ name }) => name), "GuardDuty-Event-Severity"];
      for (const name of names) {
        const target = only(usual.resources, targetType, name);
        const by = {
          service: "events.amazonaws.com",
          sourceArn: arnOf(usual, ruleType, name),
        };
        expect(mayInvoke(usual.graph, String(target.inputs.arn), by), name).to.equal(true);
        const dead = String(input(target, "deadLetterConfig", "arn"));
        expect(dead).to.contain(":respond-to-finding-dead-letters-");
        expect(maySend(usual.graph, dead, by), name).to.equal(true);
        expect(target.inputs.retryPolicy).to.deep.equal({
          maximumRetryAttempts: 185,
          maximumEventAgeInSeconds: 21_600,
        });
      }
    });

    it("of other regions send on exactly what the rules at home let through", () => {
      const samples = [
        byFamily("Recon:IAMUser/TorIPCaller"),
        byFamily("AttackSequence:IAM/CompromisedCredentials"),
        finding({ type: "Sabotage:Lambda/Unheard", severity: 4 }),
        finding({ type: "Sabotage:Lambda/Unheard", severity: 1 }),
        finding({ type: "Sabotage:Lambda/Unheard", severity: 8, service: { archived: true } }),
        byFamily("Recon:IAMUser/TorIPCaller", { service: { archived: true } }),
        { ...finding(), source: "aws.health" },
      ];
      for (const event of samples) {
        expect(rulesFor(usual, event, "us-east-1").length > 0).to.equal(rulesFor(usual, event).length > 0);
      }
      expect(samples.filter((event) => rulesFor(usual, event, "us-east-1").length > 0)).to.have.lengthOf(4);
    });

    it("bring a finding of another region to the function, once for each rule at home that matches it", () => {
      for (const [region, severity, times] of [
        ["us-east-1", 5, 2],
        ["us-east-1", 2, 1],
        ["eu-west-1", 5, 2],
      ] as const) {
        const stage = stageOf(usual.resources);
        const event = finding({ severity }, region);
        const entered = stage.buses.wanted(event);
        expect(entered?.bus.region).to.equal(region);
        if (entered !== undefined) stage.buses.put(entered, startMs);
        expect(stage.effects).to.deep.equal([]);
        expect(stage.handed).to.deep.equal(
          Array.from({ length: times }, () => ({ to: "respond-to-finding", atSeconds: 0, event })),
        );
      }
    });

    it("of other regions have one role, which may put events onto the bus at home and do nothing else", () => {
      const target = only(usual.resources, targetType, "guard-duty-findings-us-east-1");
      const bus = "arn:aws:events:eu-west-1:111122223333:event-bus/default";
      expect(target.inputs).to.include({ arn: bus, region: "us-east-1" });
      const role = only(usual.resources, "aws:iam/role:Role", "guard-duty-findings");
      expect(target.inputs.roleArn).to.equal(arnOf(usual, role.type, role.name));
      expect(statementsOf(only(usual.resources, "aws:iam/rolePolicy:RolePolicy").inputs.policy)).to.deep.equal([
        { Effect: "Allow", Sid: "SendHome", Action: ["events:PutEvents"], Resource: bus },
      ]);
      const [trust] = statementsOf(role.inputs.assumeRolePolicy);
      expect(trust?.Principal).to.deep.equal({ Service: "events.amazonaws.com" });
      expect(trust?.Condition).to.deep.equal({ StringEquals: { "aws:SourceAccount": "111122223333" } });
    });
  });
});
