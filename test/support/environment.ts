type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Sets variables of this process, and takes away those that are undefined. What is returned makes them, and no others, what
 * they were.
 */
export function setEnvironment(variables: Variables): () => void {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  assign(variables);
  return () => assign(before);
}

/** What is returned makes the whole environment of this process what it is now. */
export function keepEnvironment(): () => void {
  const kept = { ...process.env };
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
    Object.assign(process.env, kept);
  };
}

/** What has the SDK's clients call an endpoint under an invented key; without a region they go by what else says one. */
export function awsAt(endpoint: string, region?: string, accessKeyId = "AKIAINVENTED"): Variables {
  return {
    AWS_ENDPOINT_URL: endpoint,
    ...(region === undefined ? {} : { AWS_REGION: region }),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: "invented",
  };
}

/** A variable that is set to undefined would hold that word. */
function assign(variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
