/**
 * How every client of AWS calls: what is not answered fails soon enough for a function to say so before its own time is over.
 * A call takes at most three tries of five seconds each. Times in milliseconds.
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler/Interface/NodeHttpHandlerOptions/
 */
export const callLimits = Object.freeze({
  maxAttempts: 3,
  requestHandler: Object.freeze({
    connectionTimeout: 2_000,
    // Lambda's own SDK may be older than the day when `requestTimeout` became a warning, and this one a limit of its own.
    socketTimeout: 5_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
  }),
});
