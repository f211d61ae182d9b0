/** Names under which AWS says that a session is over. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const expiredNames = ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"];

const unknownKeyNames = [
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
];

const signInAdvice = "sign in, for example with aws sso login, or name a profile with AWS_PROFILE";

/** What went wrong with a call to AWS, as one line that says what to do where that is known. */
export function awsFailure(error: unknown): Error {
  const { name = "", message = String(error) } = (error ?? {}) as { name?: string; message?: string };
  const said = message.replace(/\s+/g, " ").trim();
  if (name === "CredentialsProviderError") return new Error(`no AWS credentials: ${signInAdvice}`);
  if (expiredNames.includes(name)) return new Error(`the AWS session is over: ${signInAdvice}`);
  if (unknownKeyNames.includes(name)) return new Error(`AWS does not know these credentials: ${signInAdvice}`);
  if (name === "ResourceNotFoundException") {
    return new Error(`AWS has no such table or function in this account: is this the account of the stack? ${said}`);
  }
  return error instanceof Error && (name === "" || name === "Error") ? error : new Error(`${name}: ${said}`);
}
