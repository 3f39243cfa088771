import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replaceModel } from "../../../lib/protocol/replace-model";

describe("replaceModel", () => {
  it("changes the model and no other byte", () => {
    const body = '{ "messages" : [{"model":"inner"}],\n "model" : "a\\"/b" , "n":1.0e0 }';

    const replaced = replaceModel(Buffer.from(body), "new").toString();

    expect(replaced).toBe('{ "messages" : [{"model":"inner"}],\n "model" : "new" , "n":1.0e0 }');
  });

  it("adds the model where there is none", () => {
    expect(replaceModel(Buffer.from('{"a":1}'), "m").toString()).toBe('{"model":"m","a":1}');
    expect(replaceModel(Buffer.from("{ }"), "m").toString()).toBe('{"model":"m" }');
  });

  it("means the same object as setting the field, for any JSON object", () => {
    const body = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(
        body,
        fc.string(),
        fc.constantFrom(undefined, 1, "\t"),
        (object, model, indent) => {
          const text = JSON.stringify(object, null, indent);
          const plain = JSON.parse(text);

          const replaced = JSON.parse(replaceModel(Buffer.from(text), model).toString());

          expect(replaced).toEqual({ ...plain, model });
        },
      ),
    );
  });
});
