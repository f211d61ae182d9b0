import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromium } from "playwright-core";

import { compared } from "../../../cli/report/comparison";
import { reportPage } from "../../../cli/report/drawing/page";
import { hostileStory, hostileText } from "./hostile-story";
import { pdfText } from "./pdf-text";
import { alarmEffect, decisionEffect, goodCall, mailEffect, reportOf, slackEffect, theft } from "./stage";

const checks = fs.readFileSync(path.join(__dirname, "page-checks.cjs"), "utf8");

const story = {
  records: [...theft(), goodCall("later", 24 * 60, { eventName: "ListTables", readOnly: true })],
  effects: [
    slackEffect("🔴 Critical: tampering", ["stop"]),
    slackEffect("🟡 Low: alice", ["alice-1"], { at: "2025-03-05T05:00:00.000Z" }),
    alarmEffect(12, "ALARM", "cis-5.5"),
    decisionEffect({ ifEnforced: { verdict: "done", reason: "signals" } }),
    mailEffect("A mail's subject", "A mail's own words\nin two lines"),
  ],
  summary: { denials: 3, muted: { scanner: 2 }, unreadable: 1 },
};

interface Contrast {
  readonly measured: number;
  readonly least: number;
}

describe("a report in a browser", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-report-"));
  let browser: Browser;

  before(async () => {
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    // Where root runs the tests, as in a container, Chromium's own sandbox can't be set up.
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });

  after(async () => {
    await browser.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page by itself, with the checks in it, and tells what it asked for and complained of. */
  async function opened(name: string, markup: string, options: BrowserContextOptions = {}) {
    const file = path.join(folder, `${name}.html`);
    fs.writeFileSync(file, markup);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const refused: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("requestfailed", (request) => refused.push(request.failure()?.errorText ?? ""));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => void dialog.dismiss().then(() => complaints.push("a dialog")));
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(checks);
    return { page, requests, refused, complaints, url: pathToFileURL(file).href };
  }

  const pages = {
    ordinary: () => reportPage(reportOf(story)),
    compared: () =>
      reportPage(
        reportOf(story),
        compared(reportOf(story), reportOf({ ...story, run: { stackFile: "Pulumi.other.yaml" }, effects: [] })),
      ),
    hostile: () => reportPage(reportOf(hostileStory), compared(reportOf(hostileStory), reportOf(story))),
    empty: () => reportPage(reportOf({})),
  };

  for (const [name, markup] of Object.entries(pages)) {
    it(`${name}: asks for nothing but itself, and has nothing to complain of`, async () => {
      const { requests, complaints, url, page } = await opened(name, markup());
      expect(requests).to.deep.equal([url]);
      expect(complaints).to.deep.equal([]);
      await page.context().close();
    });

    it(`${name}: headings in order, one main, names for parts, charts and tables`, async () => {
      const { page } = await opened(name, markup());
      expect(await page.evaluate("checks.unnamed()")).to.deep.equal([]);
      await page.context().close();
    });

    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [1280, 390]) {
        it(`${name}: contrast in ${colorScheme} at ${width} pixels, and nothing wider than the page`, async () => {
          const { page } = await opened(name, markup(), { colorScheme, viewport: { width, height: 844 } });
          await openAll(page);
          const texts = await page.evaluate<Contrast & { readonly faint: readonly unknown[] }>("checks.faintTexts()");
          expect(texts.faint).to.deep.equal([]);
          expect(texts.measured).to.be.above(name === "empty" ? 30 : 100);
          const marks = await page.evaluate<Contrast>("checks.faintMarks()");
          if (name !== "empty") expect(marks.measured).to.be.above(5);
          expect(marks.measured === 0 || marks.least >= 3, `marks: ${marks.least}`).to.equal(true);
          expect(await page.evaluate("document.documentElement.scrollWidth")).to.equal(width);
          await page.context().close();
        });
      }
    }
  }

  it("does what light and dark are for: another background, the same words", async () => {
    const looks = await Promise.all(
      (["light", "dark"] as const).map(async (colorScheme) => {
        const { page } = await opened(`look-${colorScheme}`, pages.ordinary(), { colorScheme });
        const background = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
        const words = await page.evaluate<string>("document.body.innerText");
        await page.context().close();
        return { background, words };
      }),
    );
    expect(looks[0]?.words).to.equal(looks[1]?.words);
    expect(looks[0]?.background).to.not.equal(looks[1]?.background);
  });

  it("answers on the first screen: what, who, and what would have been done", async () => {
    const { page } = await opened("first-screen", pages.ordinary());
    for (const words of ["look first at user mallory", "What happened", "Who did it", "What Warden would have done"]) {
      const box = await page.getByText(words, { exact: false }).first().boundingBox();
      expect(box === null ? Infinity : box.y + box.height, words).to.be.below(900);
    }
    await page.context().close();
  });

  it("takes Tab to everything that can be used, in order, where the focus is seen", async () => {
    const { page } = await opened("keyboard", pages.compared());
    const order = await page.evaluate<string[]>("checks.reachable()");
    expect(order).to.have.lengthOf.above(25);
    const reached: string[] = [];
    for (let step = 0; step < order.length; step += 1) {
      await page.keyboard.press("Tab");
      const { position, isSeen } = await page.evaluate<{ position: string; isSeen: boolean }>("checks.focused()");
      expect(isSeen, `step ${step}`).to.equal(true);
      reached.push(position);
    }
    expect(reached).to.deep.equal(order);
    await page.context().close();
  });

  it("leads by its first link past everything to the answer, and opens details with Enter", async () => {
    const { page, url } = await opened("skip", pages.ordinary());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(page.url()).to.equal(`${url}#answer`);
    const mail = page.getByText("A mail's own words");
    expect(await mail.isVisible()).to.equal(false);
    await page.locator("#mails summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await mail.isVisible()).to.equal(true);
    await page.context().close();
  });

  it("prints all of it, what is folded too, in black on white", async () => {
    const { page } = await opened("print", pages.ordinary(), { colorScheme: "dark" });
    const text = pdfText(await page.pdf({ format: "A4" })).replaceAll(/\s+/g, "");
    for (const words of [
      "look first at user mallory",
      "A mail's own words",
      "Hours in ALARM",
      "What user mallory did",
    ]) {
      expect(text, words).to.include(words.replaceAll(" ", ""));
    }
    expect(text, "links between parts are for screens").to.not.include("Skiptotheanswer");
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).to.equal("rgb(255, 255, 255)");
    await page.context().close();
  });

  it("runs nothing of what callers wrote, and shows it", async () => {
    const { page } = await opened("hostile-run", pages.hostile());
    await openAll(page);
    for (const element of await page.locator("summary, main a[href^='#']").all()) await element.click();
    expect(await page.evaluate("window.pwned")).to.equal(undefined);
    expect(await page.evaluate("document.scripts.length + document.images.length")).to.equal(0);
    const [start = ""] = hostileText.split("\u202e");
    expect(await page.evaluate<string>("document.body.innerText"))
      .to.include(start)
      .and.to.include("[U+202E]");
    const targets = await page.evaluate<string[]>("[...document.links].map((link) => link.protocol)");
    expect(targets.filter((protocol) => protocol !== "https:" && protocol !== "file:")).to.deep.equal([]);
    await page.context().close();
  });

  it("runs no script that somebody puts into the file later", async () => {
    const tampered = pages
      .ordinary()
      .replace("</main>", "<script>window.pwned = 1</script><img src='https://example.com/x'></main>");
    const { page, refused, complaints } = await opened("tampered", tampered);
    expect(await page.evaluate("window.pwned")).to.equal(undefined);
    expect(refused, "the image").to.deep.equal(["csp"]);
    expect(complaints.join("\n"))
      .to.match(/script.*Content Security Policy/is)
      .and.to.match(/image.*Content Security Policy/is);
    await page.context().close();
  });
});

async function openAll(page: Page): Promise<void> {
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
}
