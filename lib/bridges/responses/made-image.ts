import { isObject, type JsonObject } from "../../protocol/json";

/** An image that a model made, as `images` of a chat message have it in a data URL. */
export interface MadeImage {
  format: string;
  /** Base64. */
  data: string;
  extra: JsonObject | null;
}

const DATA_URL = /^data:image\/([\w.+-]{1,32});base64,/;

/** Null for an image that is elsewhere. */
export function toMadeImage(image: JsonObject): MadeImage | null {
  const url = isObject(image.image_url) ? image.image_url.url : undefined;
  const head = typeof url === "string" ? DATA_URL.exec(url) : null;
  if (typeof url !== "string" || !head) return null;
  const extra = isObject(image.extra_content) ? image.extra_content : null;
  return { format: head[1] ?? "png", data: url.slice(head[0].length), extra };
}

export function fromMadeImage({ format, data, extra }: MadeImage): JsonObject {
  return {
    type: "image_url",
    image_url: { url: `data:image/${format};base64,${data}` },
    ...(extra ? { extra_content: extra } : {}),
  };
}
