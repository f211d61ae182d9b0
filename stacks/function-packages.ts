import * as fs from "node:fs";
import * as path from "node:path";

/**
 * What a function's archive holds beside its serialized text: paths inside `node_modules`, relative to the project's root.
 * Paths and not packages, because a package brings its documentation, its browser builds and its other data along.
 */
const packageContents = {
  // The build that leaves sending to its caller: Node's own brings thirty packages for forms, redirects and proxies.
  axios: ["dist/browser/axios.cjs", "package.json"],
  "geoip-country": ["lib", "package.json", "data/geoip-country.dat", "data/geoip-country6.dat"],
  "countries-list": ["cjs/index.js", "cjs/package.json", "package.json"],
  // The one file that it is when required; what it names as a dependency is bundled in it.
  async: ["dist/async.js", "package.json"],
  "geoip-lite": ["lib", "package.json", "data/geoip-country.dat", "data/geoip-country6.dat"],
} as const satisfies Record<string, readonly string[]>;

/** Packages that a package names as dependencies and never loads for what it is used for here. */
const unusedDependencies: Readonly<Record<string, readonly string[]>> = {
  axios: ["follow-redirects", "form-data", "https-proxy-agent", "proxy-from-env"],
  async: ["lodash"],
  "geoip-country": ["async", "ip-address", "yauzl"],
  "geoip-lite": ["chalk", "iconv-lite", "ip-address", "lazy", "rimraf", "yauzl"],
};

export type FunctionPackage = "axios" | "geoip-country" | "geoip-lite";

/**
 * The paths to give to `codePathOptions.extraIncludePaths` for these packages and what they load, sorted.
 * Throws where a package is not installed: an archive without it would only fail in Lambda.
 */
export function packagePaths(packages: readonly FunctionPackage[]): string[] {
  const paths: string[] = [];
  const seen: Record<string, true> = {};
  for (const name of packages) collect(name, "node_modules", paths, seen);
  return paths.sort();
}

function collect(name: string, from: string, paths: string[], seen: Record<string, true>): void {
  const folder = installedFolder(name, from);
  if (seen[folder]) return;
  seen[folder] = true;
  const contents = (packageContents as Record<string, readonly string[]>)[name];
  if (contents === undefined) throw new Error(`what functions need of the package ${name} is not known`);
  paths.push(...contents.map((content) => existingPath(path.posix.join(folder, content))));
  const manifest = JSON.parse(fs.readFileSync(path.posix.join(folder, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    if (unusedDependencies[name]?.includes(dependency)) continue;
    collect(dependency, folder, paths, seen);
  }
}

function existingPath(candidate: string): string {
  if (!fs.existsSync(candidate)) throw new Error(`${candidate} is missing: run npm ci in the project's root`);
  return candidate;
}

/** Node's own look-up: the folder of the package that asks first, then the ones above it. */
function installedFolder(name: string, from: string): string {
  for (let folder = from; folder !== "." && folder !== "/"; folder = path.posix.dirname(folder)) {
    const beside = path.posix.basename(folder) === "node_modules" ? folder : path.posix.join(folder, "node_modules");
    const candidate = path.posix.join(beside, name);
    if (fs.existsSync(path.posix.join(candidate, "package.json"))) return candidate;
  }
  throw new Error(`package ${name} is not installed under ${from}: run npm ci in the project's root`);
}
