import { defaultStore } from "./options";

export const keysHelp = `Usage: warden keys COMMAND [options]

What is usual for each long-term key: the addresses, agents, regions and events it was seen with.

  update-profile [PATH…]  learn from CloudTrail records, each counted once; never from a suspicious request
  score-requests [PATH…]  hold requests against the profiles; nothing is learnt
  show-profile [KEY]      all profiles, or all that is known of one key
  delete-profile KEY      forget one key
  export-profile [FILE]   write the profiles to a new file, or to standard output
  import-profile FILE     take them over from such a file (- for standard input), all or none
  exposed                 keys that AWS has announced as leaked (AWS Health, Trusted Advisor)

PATH is a file, a folder, - for standard input, or s3://bucket/prefix, in any form that warden replay reads; with --stack and
without PATH, the stack's log group.

  --period 1d         only requests from so long before the last event on (30s, 10m, 1h, 1d). Without it all of PATH; of the
                      log group the last day, for score-requests the last ten minutes
  --learn-for 1d      how long a key is only learnt from, instead of profiles.learnFor; 0 judges from the first request on
  --key AKIA…         only this key
  --json              a JSON object for each request, key or profile on standard output
  --store FILE        where the profiles are (default ${defaultStore})
  --stack NAME        the table and log group of a deployed stack, by your AWS credentials
  --stack-file FILE   stack configuration with the settings of profiles (default: the stack's, else Pulumi.dev.yaml)
  --help

Exit status: 0 done; 1 it could not be, or something could not be read; 2 wrong usage; 3 a request scored below the
threshold, or a key is exposed.
`;
