import * as pulumi from "@pulumi/pulumi";

import { withLexicalCaptures } from "../core/serialized-code/lexical-captures";

/** The file that a CallbackFunction writes the serialized function to. */
const serializedFile = "__index.js";

/**
 * Has a function uploaded with its captures bound by name: a full batch of `post-denials` then takes half the time in a warm
 * container (docs/benchmarks.md). A transformation, because CallbackFunction serializes in its constructor and hands the text
 * to nobody else.
 */
export const lexicalCode: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  if (type !== "aws:lambda/function:Function") return undefined;
  const { code } = props as { readonly code: pulumi.Output<Archive> };
  return { props: { ...props, code: code.apply(bound) }, opts };
};

interface Archive {
  readonly assets: Readonly<Record<string, pulumi.asset.Asset>>;
}

function bound({ assets }: Archive): pulumi.asset.AssetArchive {
  const { text } = assets[serializedFile] as unknown as { readonly text: string };
  return new pulumi.asset.AssetArchive({
    ...assets,
    [serializedFile]: new pulumi.asset.StringAsset(withLexicalCaptures(text)),
  });
}
