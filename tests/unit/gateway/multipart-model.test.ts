import { expect, it } from "vitest";
import { multipartModel, withMultipartModel } from "../../../lib/gateway/multipart-model";

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

it("reads the fields as an upstream does: not what lies inside of a file, and without quotes too", () => {
  const file = 'name="file"; filename="a"\r\n\r\nname="model"\r\n\r\ndecoy\r\n';
  expect(multipartModel(TYPE, form(file))).toBeNull();
  expect(multipartModel(TYPE, form(file, "name=model\r\n\r\nwhisper-1"))).toBe("whisper-1");
  const lines = "--x\nContent-Disposition: form-data; name=model\n\nwhisper-1\n--x--\n";
  expect(multipartModel(TYPE, Buffer.from(lines))).toBe("whisper-1");
});

it("refuses two models, since only the upstream knows which of them counts", () => {
  const fields = form('name="model"\r\n\r\nsmall', 'name="model"\r\n\r\nlarge');
  expect(() => multipartModel(TYPE, fields)).toThrow("more than one field model");
});

it("puts another model into a form and changes nothing else", () => {
  const file = `name="file"; filename="a"\r\n\r\n\xff\x00name="model"`;
  const before = form(file, 'name="model"\r\n\r\ngroq/whisper-1');
  const after = form(file, 'name="model"\r\n\r\nwhisper-1');
  expect(withMultipartModel(TYPE, before, "whisper-1")).toEqual(after);
});
