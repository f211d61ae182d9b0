/**
 * Filter patterns for the lines that functions write into their own logs. Lambda puts time, request and level before each line,
 * so that none is JSON as a whole: the patterns are regular expressions, in which a full stop stands for the quotation mark that
 * CloudWatch Logs does not take.
 */

/** A message that people have got; its updates and its further lines, where it has too many ids for one, are left out. */
export const messagePattern = "%.warden.:.posted.,.*.update.:false,.part.:1,%";

/** The first message of an incident of denied calls: one cause, or what several causes were folded into. */
export const causePattern = "%.warden.:.posted.,.*.incident.:.*.update.:false,.part.:1,%";

/** A message that Slack or the topic did not take. Some are tried again; where that fails too, a dead letter follows. */
export const undeliveredPattern = "%.warden.:.not-posted.,|.warden.:.not-told.,%";
