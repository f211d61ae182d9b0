import { iamPath, kmsKeyArn, policyArn, retentionDays, secretReference } from "./aws-forms";
import { boolean, integerBetween, numberBetween, oneOf, recordOf, text, textMatching } from "./form";
import { emailAddress, httpsUrl } from "./network-forms";
import { defaulted, object, optional, required } from "./object-form";
import { selfWatch } from "./self-watch";
import { siem } from "./siem";

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const tagKey = text(
  "1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with aws:",
  (value) => /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u.test(value) && !/^aws:/i.test(value),
);

const tagValue = textMatching(
  "a text (numbers in quotes) of at most 256 letters, digits, spaces and _.:/=+-@",
  /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u,
  256,
);

const jira = object({
  url: required(httpsUrl, "address of the Jira Cloud site"),
  project: required(textMatching("a project key such as SEC", /^[A-Z][A-Z0-9_]{1,9}$/), "key of the project"),
  user: required(emailAddress, "e-mail address of the user whom the token belongs to"),
  issueType: defaulted(
    textMatching(
      "the name of an issue type such as Task, at most 60 characters",
      /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,59}$/u,
    ),
    "Task",
    "type of the issues that are made; its other fields must not be required",
  ),
  tokenSecret: required(secretReference, "secret that holds the API token"),
  callbackSecret: optional(
    secretReference,
    "secret that Jira's webhook signs with: opens a public function URL for it",
    "none: no public function URL",
  ),
});

const splunk = object({
  hecUrl: required(httpsUrl, "address of the HTTP Event Collector"),
  tokenSecret: required(secretReference, "secret that holds the collector's token"),
});

export const systemFields = Object.freeze({
  jira: optional(jira, "tickets in Jira Cloud", "off"),
  splunk: optional(splunk, "what Warden posts, decides and does, to Splunk", "off"),
  siem: defaulted(siem, {}, "what a SIEM is given to pull", "see below"),
  selfWatch: defaulted(selfWatch, {}, "alarms on Warden itself ([self-watch.md](self-watch.md))", "see below"),
  runbooks: optional(
    textMatching(
      "an https:// address that ends with a slash",
      /^https:\/\/[a-z0-9][a-z0-9.-]*(?::\d{1,5})?\/(?:[\w.~%/-]*\/)?$/i,
      200,
    ),
    "address at which the project's folder can be read in a browser: alarms and dashboard link to the pages of `docs/` there",
    "none: they name the page",
  ),
  dashboard: defaulted(
    boolean(),
    true,
    "a dashboard in CloudWatch, beyond an account's first three for 3 dollars a month ([dashboard.md](dashboard.md))",
  ),
});

export const deploymentFields = Object.freeze({
  evidence: defaulted(
    object({
      retainOnDestroy: defaulted(
        boolean(),
        true,
        "the trail's bucket and log group, the tables, and the key that they are read with stay when the stack is destroyed",
      ),
      protect: defaulted(
        boolean(),
        false,
        "Pulumi refuses to delete or replace them until `pulumi state unprotect` is told to",
      ),
    }),
    {},
    "what is kept as evidence",
    "see below",
  ),
  retentionDays: defaulted(retentionDays, 90, "days that the log group keeps events"),
  reservedConcurrency: defaulted(
    oneOf(["auto", "off"]),
    "auto",
    "`auto`: a concurrency limit per function, off where the account's quota is too small or can't be read, which is recorded",
  ),
  cost: defaulted(
    object({
      maxMonthly: optional(
        numberBetween(0, 1_000_000),
        "dollars: `npm run preview` and `npm run deploy` stop where a month may cost more ([cost.md](cost.md))",
      ),
      eventsPerDay: defaulted(
        integerBetween(0, 1_000_000_000),
        100_000,
        "CloudTrail events a day that the estimate is for",
      ),
    }),
    {},
    "what the stack may cost",
    "see below",
  ),
  permissionsBoundary: optional(policyArn, "permissions boundary of every role"),
  rolePath: optional(iamPath, "path of every role"),
  kmsKeyArn: optional(
    kmsKeyArn,
    "key that encrypts the topics, and the log files of a trail of the stack's own, in place of one that the stack makes; tables, queues, log groups, secrets and what else is in buckets stay under AWS's own keys",
  ),
  tags: defaulted(recordOf(tagKey, tagValue, 40), {}, "tags of everything that is declared", "none"),
});
