import { setField } from "./set-field";

/** The request bytes with the top-level `model` set to another value, every other byte as it was. */
export function replaceModel(body: Buffer, model: string): Buffer {
  return setField(body, "model", JSON.stringify(model));
}
