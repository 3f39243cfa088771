import { describe, expect, it } from "vitest";
import { findJson } from "../../../lib/format/find-json";
import { formatAbsoluteTime } from "../../../lib/format/format-absolute-time";
import { formatBytes } from "../../../lib/format/format-bytes";
import { formatClockTime } from "../../../lib/format/format-clock-time";
import { formatCount } from "../../../lib/format/format-count";
import { formatDurationMs } from "../../../lib/format/format-duration-ms";
import { formatExactCount } from "../../../lib/format/format-exact-count";
import { formatOneLine } from "../../../lib/format/format-one-line";
import { formatRelativeTime } from "../../../lib/format/format-relative-time";
import { formatUsd } from "../../../lib/format/format-usd";

describe("formatDurationMs", () => {
  it.each([
    [null, "–"],
    [Number.NaN, "–"],
    [0, "0 ms"],
    [0.04, "<0.1 ms"],
    [0.42, "0.4 ms"],
    [9.94, "9.9 ms"],
    [9.96, "10 ms"],
    [87.2, "87 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [1234, "1.23 s"],
    [12_340, "12.3 s"],
    [59_960, "1 min 0 s"],
    [125_000, "2 min 5 s"],
    [3_720_000, "1 h 2 min"],
    [-5, "-5 ms"],
  ])("writes %s as %s", (ms, expected) => {
    expect(formatDurationMs(ms)).toBe(expected);
  });
});

describe("formatUsd", () => {
  it.each([
    [null, "–"],
    ["0", "$0.00"],
    ["0.0042", "$0.0042"],
    ["0.00045", "$0.00045"],
    ["3", "$3.00"],
    ["12.5", "$12.50"],
    ["1234567.891", "$1,234,567.891"],
    ["0.0000004", "<$0.000001"],
    ["0.0000005", "$0.000001"],
    ["0.9999995", "$1.00"],
    ["9007199254740993.25", "$9,007,199,254,740,993.25"],
    ["-0.5", "-$0.50"],
    ["nonsense", "–"],
  ])("writes %s as %s", (usd, expected) => {
    expect(formatUsd(usd)).toBe(expected);
  });
});

describe("formatCount", () => {
  it.each([
    [null, "–"],
    [0, "0"],
    [1234, "1,234"],
    [9999, "9,999"],
    [10_000, "10.0K"],
    [12_440, "12.4K"],
    [123_400, "123K"],
    [999_600, "1.0M"],
    [3_200_000, "3.2M"],
    [7_100_000_000, "7.1B"],
    [-12_440, "-12.4K"],
  ])("writes %s as %s", (count, expected) => {
    expect(formatCount(count)).toBe(expected);
  });

  it("keeps every digit where asked", () => {
    expect(formatExactCount(1_234_567)).toBe("1,234,567");
    expect(formatExactCount(null)).toBe("–");
  });
});

describe("times", () => {
  const now = Date.parse("2026-11-20T22:55:58.123Z");

  it.each([
    ["2026-11-20T22:55:57Z", "just now"],
    ["2026-11-20T22:59:00Z", "just now"],
    ["2026-11-20T22:55:16Z", "42 s ago"],
    ["2026-11-20T22:52:00Z", "3 min ago"],
    ["2026-11-20T17:55:00Z", "5 h ago"],
    ["2026-11-18T17:55:00Z", "2 d ago"],
    ["2026-10-12T12:00:00Z", "12 Oct"],
    ["2025-10-12T12:00:00Z", "12 Oct 2025"],
  ])("says how long ago %s was: %s", (iso, expected) => {
    expect(formatRelativeTime(iso, now, "UTC")).toBe(expected);
  });

  it("names the day only when it is another one in the viewer's zone", () => {
    expect(formatClockTime("2026-11-20T22:10:09Z", now, "UTC")).toBe("22:10:09");
    expect(formatClockTime("2026-11-20T22:10:09Z", now, "Asia/Tokyo")).toBe("07:10:09");
    expect(formatClockTime("2026-11-20T10:10:09Z", now, "Asia/Tokyo")).toBe("20 Nov 19:10");
  });

  it("shows milliseconds and the zone in full", () => {
    const text = formatAbsoluteTime("2026-11-20T22:10:09.007Z", "UTC");
    expect(text).toMatch(/20 Nov 2026, 22:10:09\.007 (UTC|GMT)/);
  });
});

describe("text", () => {
  it("writes bytes in steps of 1024", () => {
    expect(formatBytes(812)).toBe("812 B");
    expect(formatBytes(4300)).toBe("4.2 KB");
    expect(formatBytes(20 * 1024 * 1024)).toBe("20.0 MB");
  });

  it("folds white space for one-line previews", () => {
    expect(formatOneLine("  a\n\n b\tc ")).toBe("a b c");
  });

  it("tells the JSON null from a text that is no JSON", () => {
    expect(findJson("null")).toEqual({ value: null });
    expect(findJson("data: x")).toBeNull();
  });
});
