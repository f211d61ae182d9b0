import type { ManagementEvents } from "./facts";

/** What a trail is told to record, in either of CloudTrail's two forms. */
export interface TrailSelectors {
  readonly EventSelectors?: readonly {
    readonly ReadWriteType?: string | undefined;
    readonly IncludeManagementEvents?: boolean | undefined;
  }[];
  readonly AdvancedEventSelectors?: readonly {
    readonly FieldSelectors?:
      readonly { readonly Field?: string | undefined; readonly Equals?: readonly string[] | undefined }[] | undefined;
  }[];
}

/**
 * Which management events the selectors let through. A selector may leave out the events of some services, which this does not
 * tell. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html
 */
export function managementEvents({
  EventSelectors = [],
  AdvancedEventSelectors = [],
}: TrailSelectors): ManagementEvents {
  const basic = EventSelectors.filter(({ IncludeManagementEvents }) => IncludeManagementEvents !== false).map(
    ({ ReadWriteType = "All" }) => ReadWriteType,
  );
  const advanced = AdvancedEventSelectors.flatMap(({ FieldSelectors = [] }) => {
    const equals = (field: string) => FieldSelectors.find(({ Field }) => Field === field)?.Equals ?? [];
    if (!equals("eventCategory").includes("Management")) return [];
    const [readOnly] = equals("readOnly");
    return [readOnly === undefined ? "All" : readOnly === "true" ? "ReadOnly" : "WriteOnly"];
  });
  const kinds = new Set([...basic, ...advanced]);
  const isUnset = EventSelectors.length + AdvancedEventSelectors.length === 0;
  if (isUnset || kinds.has("All") || (kinds.has("ReadOnly") && kinds.has("WriteOnly"))) return "all";
  if (kinds.has("ReadOnly")) return "read-only";
  return kinds.has("WriteOnly") ? "write-only" : "none";
}
