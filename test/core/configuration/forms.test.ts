import { expect } from "chai";
import * as fc from "fast-check";
import {
  alarmPeriodSeconds,
  rateExpression,
  retentionDays,
  retentionDaysAllowed,
  secretReference,
} from "../../../core/configuration/aws-forms";
import { duration, secondsOfDuration } from "../../../core/configuration/duration";
import { editDistance, nearestName } from "../../../core/configuration/nearest";
import { emailAddress, httpsUrl, network, slackWebhook } from "../../../core/configuration/network-forms";
import { describe as describeValue, describeHidden, keyPath, quoted } from "../../../core/configuration/problem";

const takes = (form: { read: (value: unknown, path: string) => { ok: boolean } }, value: unknown): boolean =>
  form.read(value, "x").ok;

describe("durations", () => {
  it("are counted in seconds", () => {
    expect(["45s", "15m", "2h", "90d"].map(secondsOfDuration)).to.deep.equal([45, 900, 7200, 7776000]);
  });

  it("of any whole number and unit are read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.constantFrom("s", "m", "h", "d"), (count, unit) => {
        expect((secondsOfDuration(`${count}${unit}`) ?? 0) / (secondsOfDuration(`1${unit}`) ?? 0)).to.equal(count);
      }),
    );
  });

  for (const wrong of ["", "0m", "15", "m", "1.5h", "-1d", "1w", " 1d", "1d\n", "1D"]) {
    it(`${JSON.stringify(wrong)} is none`, () => expect(takes(duration("1s", "9999d"), wrong)).to.equal(false));
  }
});

describe("a rate", () => {
  it("takes the singular with 1 and the plural with all else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.constantFrom("minute", "hour", "day"), (count, unit) => {
        expect(takes(rateExpression, `rate(${count} ${unit})`)).to.equal(count === 1);
        expect(takes(rateExpression, `rate(${count} ${unit}s)`)).to.equal(count > 1);
      }),
    );
  });
});

describe("a period of an alarm", () => {
  it("is 10, 30 or a multiple of 60", () => {
    const seconds = [10, 30, 60, 300, 86400, 0, 20, 45, 90, 86460, -60];
    expect(seconds.map((each) => takes(alarmPeriodSeconds, each))).to.deep.equal(seconds.map((_, index) => index < 5));
  });
});

describe("days of retention", () => {
  it("are those that CloudWatch Logs takes", () => {
    const days = Array.from({ length: 4000 }, (_, index) => index);
    expect(days.filter((each) => takes(retentionDays, each))).to.deep.equal([...retentionDaysAllowed]);
  });
});

describe("a network", () => {
  it("is any address with a prefix length from 1 to its width", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 0, max: 200 }), (address, length) => {
        const width = address.includes(":") ? 128 : 32;
        expect(takes(network, `${address}/${length}`)).to.equal(length >= 1 && length <= width);
        expect(takes(network, address)).to.equal(false);
      }),
    );
  });

  for (const wrong of ["fe80::1%eth0/64", "192.0.2.0/024", "192.0.2.0/", "example.com/8", "192.0.2.0/24/24"]) {
    it(`${wrong} is none`, () => expect(takes(network, wrong)).to.equal(false));
  }
});

describe("text forms", () => {
  const right = [
    [emailAddress, "security+aws@mail.example.com"],
    [httpsUrl, "https://splunk.example.com:8088/services/collector"],
    [slackWebhook, "https://hooks.slack-gov.com/services/T00000000/B00000000/abc"],
    [secretReference, "arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:warden/slack-a1B2c3"],
  ] as const;
  for (const [form, value] of right) {
    it(`${value} is ${form.allowed}`, () => expect(takes(form, value)).to.equal(true));
  }

  const wrong = [
    [emailAddress, "a@b@example.com"],
    [emailAddress, "a..b@example.com"],
    [emailAddress, "a@example.com\nb"],
    [httpsUrl, "http://example.com"],
    [httpsUrl, "https://user:password@example.com"],
    [slackWebhook, "https://hooks.slack.com.example.com/services/a"],
    [slackWebhook, "http://hooks.slack.com/services/a"],
    [secretReference, "01234567-89ab-cdef-0123-456789abcdef"],
  ] as const;
  for (const [form, value] of wrong) {
    it(`${JSON.stringify(value)} is not ${form.allowed}`, () => expect(takes(form, value)).to.equal(false));
  }
});

describe("the nearest name", () => {
  it("is the one with the fewest edits", () => {
    expect(nearestName("TRIAL", ["emails", "trail", "tags"])).to.equal("trail");
    expect(nearestName("", ["denials", "geo"])).to.equal("geo");
  });

  it("is at the same distance both ways, and nowhere near itself but at nought", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        expect(editDistance(left, right)).to.equal(editDistance(right, left));
        expect(editDistance(left, right) === 0).to.equal(left === right);
      }),
    );
  });
});

describe("words for what was found", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, "nothing"],
    [null, "nothing (null)"],
    ["", "an empty text"],
    [NaN, "a number that is not finite"],
    [[], "an empty list"],
    [[1, 2], "a list of 2"],
    [{}, "an empty object"],
    [{ a: 1 }, 'an object with "a"'],
    [Symbol("x"), "something that is not data"],
  ];
  for (const [value, words] of cases) {
    it(words, () => expect(describeValue(value)).to.equal(words));
  }

  it("hide what must not be shown, whatever it is", () => {
    const hidden = ["hidden", { hidden: 1 }, ["hidden"], 4711, true, "", null].map(describeHidden);
    expect(hidden.join()).not.to.match(/"hidden"|4711|true|undefined/);
  });

  it("are bounded, on one line, and without marks that turn the reading direction", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 150 }), (text) => {
        const words = quoted(text);
        expect(words).not.to.match(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(words.length).to.be.below(300);
      }),
    );
    expect(quoted("a\u202eb")).to.equal('"a?b"');
    expect(quoted("x".repeat(100))).to.equal(`"${"x".repeat(60)}"… (100 characters)`);
  });

  it("name paths so that keys of any kind can be told apart", () => {
    expect([keyPath("", "trail"), keyPath("tags", "a.b"), keyPath("modes", "disable-key")]).to.deep.equal([
      "trail",
      'tags["a.b"]',
      "modes.disable-key",
    ]);
  });
});
