import { serviceHostIn } from "../../core/cloudtrail/partition";
import type { KeyFacts, KeyStatement } from "../../core/doctor/facts";
import type { Seen } from "../../core/doctor/seen";
import type { Asker } from "./asker";
import { look, unlessMissing } from "./look";
import { signedRequest } from "./signed-request";

/** A key of KMS and its policy; undefined where there is none. */
export function keyOf(keyArn: string, asker: Asker): Promise<Seen<KeyFacts | undefined>> {
  const region = keyArn.split(":")[3] ?? asker.region;
  const kms = (operation: string, input: object): Promise<unknown> =>
    signedRequest(asker.options(region), {
      service: "kms",
      url:
        process.env.AWS_ENDPOINT_URL_KMS ?? process.env.AWS_ENDPOINT_URL ?? `https://${serviceHostIn("kms", region)}/`,
      target: `TrentService.${operation}`,
      input,
    });
  return look(async (ask) => {
    const described = await ask("kms:DescribeKey", () =>
      unlessMissing(["NotFoundException"], () => kms("DescribeKey", { KeyId: keyArn })),
    );
    if (described === undefined) return undefined;
    const { KeyMetadata = {} } = described as { KeyMetadata?: { KeyState?: string; KeySpec?: string } };
    const policy = await ask("kms:GetKeyPolicy", () => kms("GetKeyPolicy", { KeyId: keyArn, PolicyName: "default" }));
    return {
      state: KeyMetadata.KeyState ?? "unknown",
      spec: KeyMetadata.KeySpec ?? "SYMMETRIC_DEFAULT",
      statements: statementsIn(policy),
    };
  });
}

function statementsIn(answer: unknown): readonly KeyStatement[] {
  const { Policy = "{}" } = answer as { Policy?: string };
  const { Statement = [] } = JSON.parse(Policy) as { Statement?: KeyStatement | readonly KeyStatement[] };
  return [Statement].flat() as readonly KeyStatement[];
}
