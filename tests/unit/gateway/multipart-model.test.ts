import { expect, it } from "vitest";
import { multipartModel } from "../../../lib/gateway/multipart-model";

const TYPE = "multipart/form-data; boundary=x";

function form(...parts: string[]): Buffer {
  const fields = parts.map((part) => `--x\r\nContent-Disposition: form-data; ${part}\r\n`);
  return Buffer.from(`${fields.join("")}--x--\r\n`);
}

it("finds the model of a form upload, before or behind the file", () => {
  const model = 'name="model"\r\n\r\nwhisper-1';
  const file = `name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n${"a".repeat(300_000)}`;
  expect(multipartModel(TYPE, form(model, file))).toBe("whisper-1");
  expect(multipartModel(TYPE, form(file, model))).toBe("whisper-1");
});

it("knows no model of a form without one, nor of anything that is no form", () => {
  expect(multipartModel(TYPE, form('name="purpose"\r\n\r\nbatch'))).toBeNull();
  expect(multipartModel("application/json", form('name="model"\r\n\r\nwhisper-1'))).toBeNull();
});
