import type { EmailEffect } from "../effects";
import type { Graph } from "./graph";

/** The declared topics. Each has a reader of its own, so that its e-mails show even where no address is subscribed yet. */
export class Topics {
  private readonly names = new Map<string, string>();

  constructor(
    graph: Graph,
    private readonly emit: (effect: EmailEffect) => void,
  ) {
    for (const topic of graph.all("aws:sns/topic:Topic")) this.names.set(String(topic.outputs.arn), topic.name);
  }

  publish(topicArn: string, subject: string | undefined, text: string, atMs: number): void {
    const topic = this.names.get(topicArn);
    if (topic === undefined) throw new Error(`the program declares no topic ${topicArn}`);
    const at = new Date(atMs).toISOString();
    this.emit({ effect: "email", at, topic, subject: subject ?? "AWS Notification Message", text });
  }
}
