import { createRequire } from "node:module";

interface TreeReader {
  readonly path: string;
  loadActual(): Promise<unknown>;
}

/**
 * Makes Pulumi read the tree of installed packages once in this process. It does so anew for each function, which takes a
 * quarter of the time in which a program is laid out; it only looks into the tree, and nothing is installed meanwhile.
 */
export function readPackageTreeOnce(): void {
  const requireOfPulumi = createRequire(require.resolve("@pulumi/pulumi"));
  const { Arborist } = requireOfPulumi("@npmcli/arborist") as { Arborist: { prototype: TreeReader } };
  const read = Arborist.prototype.loadActual;
  const trees = new Map<string, Promise<unknown>>();
  Arborist.prototype.loadActual = function (this: TreeReader) {
    const tree = trees.get(this.path) ?? read.call(this);
    trees.set(this.path, tree);
    return tree;
  };
}
