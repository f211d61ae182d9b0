import type { KeyFacts, KeyStatement } from "../../core/doctor/facts";
import type { Seen } from "../../core/doctor/seen";
import type { Asker } from "./asker";
import { look, unlessMissing } from "./look";

/** A key of KMS and its policy; undefined where there is none. */
export function keyOf(keyArn: string, asker: Asker): Promise<Seen<KeyFacts | undefined>> {
  return look(async (ask) => {
    const { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } =
      require("@aws-sdk/client-kms") as typeof import("@aws-sdk/client-kms");
    const client = new KMSClient(asker.options(keyArn.split(":")[3]));
    const described = await ask("kms:DescribeKey", () =>
      unlessMissing(["NotFoundException"], () => client.send(new DescribeKeyCommand({ KeyId: keyArn }))),
    );
    if (described === undefined) return undefined;
    const { KeySpec, KeyState } = described.KeyMetadata ?? {};
    const { Policy } = await ask("kms:GetKeyPolicy", () =>
      client.send(new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" })),
    );
    return {
      state: KeyState ?? "unknown",
      spec: KeySpec ?? "SYMMETRIC_DEFAULT",
      statements: statementsIn(Policy),
    };
  });
}

function statementsIn(policy = "{}"): readonly KeyStatement[] {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: KeyStatement | readonly KeyStatement[] };
  return [Statement].flat() as readonly KeyStatement[];
}
