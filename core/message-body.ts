/**
 * A message as SQS takes it: two characters that JSON may have and XML may not are written as escapes. A queue refuses the whole
 * message for one of them, and anybody can put them into a call's parameters.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function messageBody(message: object): string {
  return JSON.stringify(message).replace(
    /[\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}
