import { describe, expect, it, vi } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { refusalOf, translateMessages } from "../../../fixtures/anthropic/request";
import {
  assistant,
  calling,
  text,
  tool,
  toolUse,
  user,
} from "../../../fixtures/anthropic/request-messages";

const PNG = "iVBORw0KGgo=";
const PDF = "JVBERi0xLjQK";
const image = (url: unknown, over: JsonObject = {}) => ({
  type: "image_url",
  image_url: { url },
  ...over,
});
const file = (fields: JsonObject) => ({ type: "file", file: fields });
const base64 = (mediaType: string, data: string) => ({
  type: "image",
  source: { type: "base64", media_type: mediaType, data },
});
const pdf = (data: string) => ({
  type: "document",
  source: { type: "base64", media_type: "application/pdf", data },
});
const plainText = (data: string) => ({
  type: "document",
  source: { type: "text", media_type: "text/plain", data },
});

/** The blocks of a user message with these parts after a text. */
function blocksOf(...parts: JsonObject[]): unknown {
  const [message] = translateMessages([user([text("Look"), ...parts])]) as { content: unknown[] }[];
  return message?.content.slice(1);
}

function refusedPart(part: JsonObject) {
  return refusalOf({ messages: [user([text("Look"), part])] });
}

describe("images", () => {
  it("case 24: a data URL becomes base64 with its media type, an https URL stays one, detail is ignored", () => {
    const url = "https://example.com/cat.png?size=1";

    expect(
      blocksOf(
        image(`data:image/png;base64,${PNG}`),
        { type: "image_url", image_url: { url, detail: "high" } },
        image(`data:image/webp;base64,${PNG}`, { cache_control: { type: "ephemeral" } }),
      ),
    ).toEqual([
      base64("image/png", PNG),
      { type: "image", source: { type: "url", url } },
      { ...base64("image/webp", PNG), cache_control: { type: "ephemeral" } },
    ]);
  });

  it.each([
    ["parameters", `data:image/png;charset=utf-8;name=a.png;base64,${PNG}`],
    ["an upper-case marker", `data:image/png;BASE64,${PNG}`],
    ["upper-case scheme and type", `DATA:Image/PNG;base64,${PNG}`],
    ["spaces around its parts", `data: image/png ; base64 ,${PNG}`],
    ["line breaks in its payload", `data:image/png;base64,iVBO\r\nRw0K\n Ggo=`],
    ["an escaped payload", `data:image/png;base64,iVBORw0KGgo%3D`],
    ["no base64 marker", "data:image/png,%89PNG%0D%0A%1A%0a"],
  ])("case 25: a data URL with %s is understood", (_, url) => {
    expect(blocksOf(image(url))).toEqual([base64("image/png", PNG)]);
  });

  it("case 25: base64 in the alphabet of URLs is rewritten", () => {
    expect(blocksOf(image("data:image/png;base64,-_-_"))).toEqual([base64("image/png", "+/+/")]);
  });

  it.each([["data:image/png;base64"], ["data:image/png;base64,"], ["data:image/png,"]])(
    "case 25: %s holds no data and is refused",
    (url) => {
      expect(refusedPart(image(url)).param).toBe("messages[0].content[1].image_url.url");
    },
  );

  it("case 26: image/jpg is image/jpeg", () => {
    expect(blocksOf(image(`data:image/jpg;base64,${PNG}`))).toEqual([base64("image/jpeg", PNG)]);
  });

  it.each(["image/svg+xml", "image/bmp", "image/heic", "image/tiff", "video/mp4", ""])(
    "case 26: the type %j is refused by name",
    (mediaType) => {
      const refusal = refusedPart(image(`data:${mediaType};base64,${PNG}`));

      expect(refusal.param).toBe("messages[0].content[1].image_url.url");
      expect(refusal.message).toContain(mediaType || "(none)");
    },
  );

  it.each([[7], [null], [undefined], [{}]])(
    "case 26: the URL %j is refused with its path",
    (url) => {
      expect(refusedPart(image(url)).param).toBe("messages[0].content[1].image_url.url");
    },
  );

  it.each([
    "http://example.com/a.png",
    "http://169.254.169.254/x",
    "file:///etc/passwd",
    "cat.png",
  ])("case 29: %s is refused, and nothing is fetched", (url) => {
    const fetched = vi.spyOn(globalThis, "fetch");

    expect(refusedPart(image(url)).param).toBe("messages[0].content[1].image_url.url");
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  it("case 30: an image in a tool's result is kept", () => {
    expect(
      translateMessages([
        user("go"),
        calling("a"),
        tool("a", [text("Chart:"), image(`data:image/png;base64,${PNG}`)]),
      ]),
    ).toEqual([
      user([text("go")]),
      assistant([toolUse("a")]),
      user([
        {
          type: "tool_result",
          tool_use_id: "a",
          content: [text("Chart:"), base64("image/png", PNG)],
        },
      ]),
    ]);
  });
});

describe("files", () => {
  it("case 27: a PDF becomes a document, as image_url, as data URL and as bare base64", () => {
    expect(
      blocksOf(
        image(`data:application/pdf;base64,${PDF}`),
        file({ filename: "a.pdf", file_data: `data:application/pdf;base64,${PDF}` }),
        file({ filename: "scan.PDF", file_data: "AAAA" }),
        file({ file_data: PDF }),
      ),
    ).toEqual([
      pdf(PDF),
      { ...pdf(PDF), title: "a.pdf" },
      { ...pdf("AAAA"), title: "scan.PDF" },
      pdf(PDF),
    ]);
  });

  it("case 27: a text file becomes a text source", () => {
    const encoded = Buffer.from("Grüße, 世界").toString("base64");

    expect(
      blocksOf(
        file({ filename: "a.txt", file_data: `data:text/plain;base64,${encoded}` }),
        file({ file_data: "data:text/markdown,%23%20Title" }),
        file({ file_data: "data:application/json,{}" }),
      ),
    ).toEqual([
      { ...plainText("Grüße, 世界"), title: "a.txt" },
      plainText("# Title"),
      plainText("{}"),
    ]);
  });

  it("case 27: an image sent as a file is an image", () => {
    expect(blocksOf(file({ file_data: `data:image/png;base64,${PNG}` }))).toEqual([
      base64("image/png", PNG),
    ]);
  });

  it("case 27: a file of Anthropic's Files API is referred to by its id", () => {
    expect(blocksOf(file({ file_id: "file_011CNha8iCJcU1wXNR6q4V8w" }))).toEqual([
      { type: "document", source: { type: "file", file_id: "file_011CNha8iCJcU1wXNR6q4V8w" } },
    ]);
  });

  it("case 27: a message of documents only gets a text", () => {
    expect(translateMessages([user([file({ file_data: PDF })])])).toEqual([
      user([pdf(PDF), text("See the attached document.")]),
    ]);
  });

  it.each([
    [{ file_id: "file-abc123" }, "file_id"],
    [{ file_data: "AAAA", filename: "a.docx" }, "file_data"],
    [{ file_data: `data:application/zip;base64,${PNG}` }, "file_data"],
    [{ file_data: "data:text/plain;base64,IA==" }, "file_data"],
    [{ file_data: 7 }, "file_data"],
    [{}, "file_data"],
  ])("case 27: the file %j is refused at %s", (fields, field) => {
    expect(refusedPart(file(fields)).param).toBe(`messages[0].content[1].file.${field}`);
  });

  it("case 28: audio is refused as not supported", () => {
    const refusal = refusedPart({
      type: "input_audio",
      input_audio: { data: "AA", format: "wav" },
    });

    expect(refusal.param).toBe("messages[0].content[1]");
    expect(refusal.message).toContain("not supported by this model");
  });
});

describe("parts", () => {
  it("case 31: an empty text beside other parts is left out", () => {
    expect(blocksOf(text(""), text(" \n\t"), text("end"))).toEqual([text("end")]);
  });

  it.each([[""], ["  "], [[]], [[text(""), text("\n")]], [null], [undefined]])(
    "case 31: a user message of nothing but %j is refused",
    (content) => {
      expect(refusalOf({ messages: [{ role: "user", content }] }).param).toBe(
        "messages[0].content",
      );
    },
  );

  it.each([
    [{ type: "video_url" }, "messages[0].content[1].type"],
    [{ type: 5 }, "messages[0].content[1].type"],
    [{}, "messages[0].content[1].type"],
    [{ type: "text" }, "messages[0].content[1].text"],
    [{ type: "text", text: null }, "messages[0].content[1].text"],
    [{ type: "file" }, "messages[0].content[1].file"],
  ])("case 31: the part %j is refused at %s", (part, param) => {
    expect(refusedPart(part).param).toBe(param);
  });

  it.each([
    [["x"], "messages[0].content[0]"],
    [[null], "messages[0].content[0]"],
    [5, "messages[0].content"],
    [{}, "messages[0].content"],
  ])("case 31: the content %j is refused at %s", (content, param) => {
    expect(refusalOf({ messages: [{ role: "user", content }] }).param).toBe(param);
  });

  it("case 31: a picture in a system message is refused", () => {
    const content = [image(`data:image/png;base64,${PNG}`)];

    expect(refusalOf({ messages: [{ role: "system", content }, user("x")] }).param).toBe(
      "messages[0].content[0].type",
    );
  });
});
