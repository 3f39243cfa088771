import { describe, expect, it } from "vitest";
import { gemini } from "../../../../lib/providers/gemini";
import { calling, user } from "../../../fixtures/gemini/conversation-fixture";
import { geminiCall, geminiUpstream } from "../../../fixtures/gemini/gemini-call";

const { buildRequest } = gemini.endpoints["chat.completions"]!;
const PIXEL = "iVBORw0KGgo=";

function build(messages: object[], model = "gemini-2.5-flash") {
  const request = buildRequest(geminiCall({ messages }, { model }), geminiUpstream());
  return { ...request, body: JSON.parse(request.body.toString()) };
}

function partOf(part: object, model?: string) {
  return build([{ role: "user", content: [part] }], model).body.contents[0].parts[0];
}

const image = (url: string) => ({ type: "image_url", image_url: { url } });
const inline = (mimeType: string, data: string) => ({ inlineData: { mimeType, data } });

describe("gemini: media", () => {
  it.each([
    ["case 24", `data:image/png;base64,${PIXEL}`, inline("image/png", PIXEL)],
    ["case 25", `data:image/png;charset=utf-8;base64,${PIXEL}`, inline("image/png", PIXEL)],
    ["case 25", `DATA:IMAGE/PNG;BASE64,iVBO\r\n  Rw0K\tGgo=`, inline("image/png", PIXEL)],
    ["case 25", "data:image/png;base64,iVBORw0KGgo%3D", inline("image/png", PIXEL)],
    ["case 25", "data:image/webp;base64,_-8", inline("image/webp", "/+8")],
    ["case 25", "data:image/png,%41%42C", inline("image/png", "QUJD")],
    ["case 26", `data:image/jpg;base64,${PIXEL}`, inline("image/jpeg", PIXEL)],
    ["case 26", `data:image/heic;base64,${PIXEL}`, inline("image/heic", PIXEL)],
  ])("gemini %s: an image in a data URL is inline data (%#)", (_case, url, part) => {
    expect(partOf(image(url))).toEqual(part);
  });

  it("gemini case 24: the detail of an image is left out and said to be", () => {
    const part = {
      type: "image_url",
      image_url: { url: `data:image/png;base64,${PIXEL}`, detail: "low" },
    };

    expect(build([{ role: "user", content: [part] }]).droppedParams).toEqual(["image_url.detail"]);
  });

  it.each([
    [
      "a picture",
      "https://example.com/a/cat.JPG?w=1",
      { mimeType: "image/jpeg", fileUri: "https://example.com/a/cat.JPG?w=1" },
    ],
    [
      "a picture without a known ending",
      "https://example.com/cat",
      { fileUri: "https://example.com/cat" },
    ],
    [
      "a video of YouTube",
      "https://www.youtube.com/watch?v=1",
      { fileUri: "https://www.youtube.com/watch?v=1" },
    ],
    [
      "a file of the Files API",
      "https://generativelanguage.googleapis.com/v1beta/files/abc",
      { fileUri: "https://generativelanguage.googleapis.com/v1beta/files/abc" },
    ],
  ])("gemini case 24: the URL of %s is left to Google to fetch", (_what, url, fileData) => {
    expect(partOf(image(url))).toEqual({ fileData });
  });

  it.each([
    ["case 24", "https://example.com/cat.png", "gemini-2.0-flash"],
    ["case 29", "http://example.com/cat.png", "gemini-2.5-flash"],
    ["case 29", "http://169.254.169.254/latest", "gemini-2.5-flash"],
    ["case 29", "file:///etc/passwd", "gemini-2.5-flash"],
    ["case 29", "https://youtube.com.evil.example/x", "gemini-2.0-flash"],
    ["case 29", "not a url", "gemini-2.5-flash"],
  ])("gemini %s: a URL that cannot be fetched asks for a data URL (%s)", (_case, url, model) => {
    expect(() => partOf(image(url), model)).toThrowError(
      expect.objectContaining({
        status: 400,
        param: "messages[0].content[0].image_url.url",
        message: expect.stringContaining("data URL"),
      }),
    );
  });

  it.each([
    [
      "case 26",
      image("data:image/svg+xml;base64,AAAA"),
      "messages[0].content[0].image_url.url",
      "image/svg+xml",
    ],
    [
      "case 26",
      image("data:image/bmp;base64,AAAA"),
      "messages[0].content[0].image_url.url",
      "image/bmp",
    ],
    ["case 25", image("data:image/png;base64,"), "messages[0].content[0].image_url.url", "no data"],
    [
      "case 25",
      image("data:image/png;base64,@@@@"),
      "messages[0].content[0].image_url.url",
      "base64",
    ],
    [
      "case 25",
      image("data:image/png;base64,AAAAA"),
      "messages[0].content[0].image_url.url",
      "base64",
    ],
    ["case 25", image("data:image/png"), "messages[0].content[0].image_url.url", "data URL"],
    ["case 25", image("data:image/png,%FF%00"), "messages[0].content[0].image_url.url", "base64"],
    ["case 24", { type: "image_url" }, "messages[0].content[0].image_url", "missing"],
    [
      "case 24",
      { type: "image_url", image_url: {} },
      "messages[0].content[0].image_url.url",
      "missing",
    ],
    ["case 27", { type: "file", file: {} }, "messages[0].content[0].file", "file_data"],
    [
      "case 27",
      { type: "file", file: { file_id: "file-1" } },
      "messages[0].content[0].file.file_id",
      "file_data",
    ],
    [
      "case 27",
      { type: "file", file: { file_data: "data:application/zip;base64,AAAA" } },
      "messages[0].content[0].file.file_data",
      "application/zip",
    ],
    [
      "case 28",
      { type: "input_audio", input_audio: { data: "AAAA", format: "midi" } },
      "messages[0].content[0].input_audio.format",
      "wav",
    ],
    ["case 41", { type: "hologram" }, "messages[0].content[0].type", "text"],
    ["case 31", null, "messages[0].content[0]", "object"],
  ])(
    "gemini %s: media that Gemini does not take is a 400 with its path (%#)",
    (_case, part, param, words) => {
      expect(() => build([{ role: "user", content: [part] }])).toThrowError(
        expect.objectContaining({ status: 400, param, message: expect.stringContaining(words) }),
      );
    },
  );

  it("reads base64 of any form in linear time", () => {
    const url = `data:image/png;base64,${"=".repeat(1_000_000)}x`;

    expect(() => partOf(image(url))).toThrowError(expect.objectContaining({ status: 400 }));
  });

  it.each([
    [
      "a PDF",
      { file_data: "data:application/pdf;base64,JVBERg==" },
      inline("application/pdf", "JVBERg=="),
    ],
    ["a text", { file_data: "data:text/plain;base64,SGk=" }, inline("text/plain", "SGk=")],
    [
      "bare base64 with a name",
      { file_data: "JVBERg==", filename: "a.PDF" },
      inline("application/pdf", "JVBERg=="),
    ],
    [
      "a file uploaded before",
      { file_id: "files/abc" },
      { fileData: { fileUri: "https://generativelanguage.googleapis.com/v1beta/files/abc" } },
    ],
  ])("gemini case 27: a file part may be %s", (_what, file, part) => {
    expect(partOf({ type: "file", file })).toEqual(part);
  });

  it.each([
    ["wav", "audio/wav"],
    ["mp3", "audio/mp3"],
    ["FLAC", "audio/flac"],
  ])("gemini case 28: audio in %s is inline data", (format, mimeType) => {
    const part = { type: "input_audio", input_audio: { data: "UklGRg==", format } };

    expect(partOf(part)).toEqual(inline(mimeType, "UklGRg=="));
  });

  it("takes a video as data or from YouTube", () => {
    expect(partOf({ type: "video_url", video_url: { url: "data:video/mp4;base64,AAAA" } })).toEqual(
      inline("video/mp4", "AAAA"),
    );
    expect(partOf({ type: "video_url", video_url: { url: "https://youtu.be/x" } })).toEqual({
      fileData: { fileUri: "https://youtu.be/x" },
    });
  });

  it("sends an image of an earlier answer back as the model's", () => {
    const images = [
      {
        ...image(`data:image/png;base64,${PIXEL}`),
        extra_content: { google: { thought_signature: "c2ln" } },
      },
    ];

    const { body } = build([
      user("Draw"),
      { role: "assistant", content: "", images },
      user("Bigger"),
    ]);

    expect(body.contents[1]).toEqual({
      role: "model",
      parts: [{ ...inline("image/png", PIXEL), thoughtSignature: "c2ln" }],
    });
  });

  describe("gemini case 30: an image in a result", () => {
    const messages = [
      user("Look"),
      calling(["c1", "look", "{}"]),
      {
        role: "tool",
        tool_call_id: "c1",
        content: [{ type: "text", text: "seen" }, image(`data:image/png;base64,${PIXEL}`)],
      },
    ];
    const response = { id: "c1", name: "look", response: { output: "seen" } };

    it("gemini case 30: is part of the result for models that take it there", () => {
      const { body } = build(messages, "gemini-3-flash-preview");

      expect(body.contents[2].parts).toEqual([
        { functionResponse: { ...response, parts: [inline("image/png", PIXEL)] } },
      ]);
    });

    it("gemini case 30: stands beside the result for older models", () => {
      const { body } = build(messages);

      expect(body.contents[2].parts).toEqual([
        { functionResponse: response },
        inline("image/png", PIXEL),
      ]);
    });
  });
});
