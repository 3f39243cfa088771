import { expect, test } from "vitest";
import { visibleText } from "../../lib/visible-text";

test("control characters become pictures; line breaks and tabs stay", () => {
  expect(visibleText("a\0b\x1b[31m\x7f\tc\nd\r\ne\rf")).toBe("a␀b␛[31m␡\tc\nd\r\ne␍f");
});

test("other scripts and markup are left alone", () => {
  const text = "<script>alert('é 日本 🙂')</script>";
  expect(visibleText(text)).toBe(text);
});
