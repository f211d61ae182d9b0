import type { KeyWatch } from "../../clients/key-watch";
import type { Topic } from "../../clients/topic";
import type { ProfileWords } from "../../core/mail/profile-mail";
import { profileMail } from "../../core/mail/profile-mail";
import { mailState, nextMailMs, withoutMailed } from "../../core/profiles/digest";
import { log } from "../post-denials/audit";

export interface DigestParts {
  readonly watch: Pick<KeyWatch, "digest" | "changeDigest">;
  /** The topic that people are subscribed to. */
  readonly mail: Topic;
  readonly words: ProfileWords;
}

/**
 * Mails what has gathered about key profiles, at most once an hour. A mail that fails is tried again; one that went out
 * and could not be noted comes a second time. Gives when a mail that has to wait may go out, in milliseconds since 1970.
 */
export async function mailDigest({ watch, mail, words }: DigestParts, nowMs: number): Promise<number | undefined> {
  const digest = await watch.digest();
  const state = mailState(digest, nowMs);
  if (state === "wait") return nextMailMs(digest);
  if (state === "nothing") {
    if (digest.firstLookedAtMs === undefined && digest.store === "empty") {
      await watch.changeDigest((now) => ({ ...now, firstLookedAtMs: now.firstLookedAtMs ?? nowMs }), nowMs);
    }
    return undefined;
  }
  const { subject, text } = profileMail(digest, words, nowMs);
  await mail.publish(text, subject);
  await watch.changeDigest((now) => withoutMailed(now, digest, nowMs), nowMs);
  log("profiles-mailed", { requests: digest.requests.length, keys: digest.keys.length });
  return undefined;
}
