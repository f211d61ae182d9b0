import { sightOf } from "../../core/actions/sight";
import type { PartRequest } from "../../core/trail-tampering/own-parts";
import type { Facts, Responder } from "../actions/responder";
import { callSentence } from "./seen";

/** People are told of each change of one of Warden's own parts; nothing is ever changed about it. */
export function partResponder(): Responder<PartRequest> {
  return {
    action: "restart-trail",
    sighting: (request) => ({
      subject: subjectOf(request),
      occasion: request.occasion,
      eventIds: request.eventIds,
      seenAtMs: request.seenAtMs,
      budget: "ordinary",
      // What a part is like now is not looked at: each call may have taken it away anew.
      sight: sightOf(request.change, request.occasion),
      modeAtMost: "notify",
    }),
    lookAt: (request) => Promise.resolve(factsOf(request)),
    perform: () => Promise.reject(new Error("nothing is changed about Warden's own parts")),
    isAlreadyDone: () => Promise.resolve(false),
    undo: () => Promise.reject(new Error("nothing was changed about Warden's own parts")),
  };
}

function subjectOf({ part, account, region }: PartRequest): Facts["subject"] {
  return { kind: "part", id: part, account, region };
}

function factsOf(request: PartRequest): Facts {
  const [id] = request.eventIds;
  const { region } = request;
  return {
    subject: subjectOf(request),
    doubt: "own-part",
    report: {
      seen: [callSentence(request), "Where this was not meant, `npm run deploy` puts it back"],
      impact: [],
      ...(id === undefined || region === undefined ? {} : { event: { id, region } }),
    },
  };
}
