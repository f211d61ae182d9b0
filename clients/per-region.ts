import { isRegionName } from "../core/cloudtrail/region";

/**
 * A client for each region, made with its first call; "" is the function's own region. Where the region stands in an event,
 * anybody may have chosen it: throws an Error for what is none.
 */
export function perRegion<Client>(make: (region: string) => Client): (region: string) => Client {
  const made = new Map<string, Client>();
  return (region) => {
    if (region !== "" && !isRegionName(region)) throw noRegion(region);
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}

function noRegion(text: string): Error {
  const shown = JSON.stringify(text.slice(0, 40));
  return Object.assign(new Error(`${shown} is no region of AWS`), { name: "InvalidRegion" });
}
