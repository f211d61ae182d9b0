import type { Layout } from "../../local/program/layout";
import { profileSettings } from "../../core/profiles/profile";
import type { ReplayOptions } from "../replay-options";
import { runConfiguration } from "../run-configuration";
import { runReplay } from "../run-replay";
import { Gathering } from "./gathering/gathering";
import type { ReportData } from "./report-data";
import { reportDataOf } from "./report-data-of";

/** Plays what the options name, alone or with all that `warden replay` prints, and gathers what a report tells of it. */
export async function watchedRun(
  options: ReplayOptions,
  layout: Layout,
  folder: string,
  { isAlone }: { readonly isAlone: boolean },
): Promise<{ readonly data: ReportData; readonly status: number }> {
  const { configuration } = runConfiguration(options);
  const { profiles } = configuration;
  const gathering = new Gathering({ profiles: profileSettings(profiles), include: profiles.include }, isAlone);
  try {
    const status = await runReplay(options, layout, folder, gathering);
    const { paths, stackFile, allAccounts, slack } = options;
    const run = { paths, stackFile, allAccounts, slack, modes: configuration.modes };
    return { data: reportDataOf(gathering, run, configuration), status };
  } finally {
    gathering.close();
  }
}
