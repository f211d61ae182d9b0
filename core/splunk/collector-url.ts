const collectorPath = "/services/collector/event";

/**
 * The address that events are posted to, from that of the collector as people write it: with or without its path. Only the
 * host, the port and what stands before the collector's own path are taken from it.
 * https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector
 */
export function collectorUrl(hecUrl: string): string {
  const { origin, pathname } = new URL(hecUrl);
  const before = pathname.replace(/\/+$/, "").replace(/\/services\/collector(?:\/event)?(?:\/1\.0)?$/, "");
  return `${origin}${before}${collectorPath}`;
}
