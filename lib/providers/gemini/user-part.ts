import { isObject } from "../../protocol/json";
import type { MessageContext, Part } from "./conversation";
import { invalidRequest } from "./invalid-request";
import { audioPart, filePart, imagePart, videoPart } from "./media";
import { textOf } from "./text-parts";

/** One content part of a user's or tool's message; null for an empty text. */
export function userPart(part: unknown, path: string, context: MessageContext): Part | null {
  if (!isObject(part)) throw invalidRequest(`${path} must be an object with a type.`, path);
  if (part.cache_control !== undefined) context.notes.drop("cache_control");
  switch (part.type) {
    case "text": {
      const text = textOf(part, path, context.notes);
      return text === "" ? null : { text };
    }
    case "image_url":
      noteDetail(part.image_url, context);
      return imagePart(part, path, context.model);
    case "video_url":
      return videoPart(part, path, context.model);
    case "input_audio":
      return audioPart(part, path);
    case "file":
      return filePart(part, path);
    default:
      throw invalidRequest(
        `${path}.type must be one of text, image_url, input_audio, file, video_url.`,
        `${path}.type`,
      );
  }
}

function noteDetail(image: unknown, { notes }: MessageContext): void {
  const detail = isObject(image) ? image.detail : undefined;
  if (detail !== undefined && detail !== null && detail !== "auto") notes.drop("image_url.detail");
}
