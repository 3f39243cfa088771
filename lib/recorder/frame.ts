import { crc32 } from "node:zlib";
import type { CallRecord } from "../protocol/call-record";

/**
 * One record in a spool file: magic, metadata length, body length, CRC-32 of both, then the metadata as
 * JSON and the body's raw bytes. Integers are unsigned 32-bit, little-endian.
 */
const MAGIC = 0x4d535250;
export const HEADER_BYTES = 16;
const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;

/** The record as buffers to be written one after the other; the body is referred to, not copied. */
export function encodeFrame(record: CallRecord, body: readonly Buffer[]): Buffer[] {
  const meta = Buffer.from(JSON.stringify(record));
  const head = Buffer.allocUnsafe(HEADER_BYTES);
  let bodyBytes = 0;
  let checksum = crc32(meta);
  for (const part of body) {
    bodyBytes += part.length;
    checksum = crc32(part, checksum);
  }
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(meta.length, 4);
  head.writeUInt32LE(bodyBytes, 8);
  head.writeUInt32LE(checksum, 12);
  return [head, meta, ...body];
}

export interface Frame {
  record: CallRecord;
  body: Buffer;
  /** Where the frame starts and ends in the bytes it was read from. */
  start: number;
  end: number;
}

export interface DecodedFrames {
  frames: Frame[];
  /** Bytes that hold whole frames or damage; what follows is a frame still being written. */
  consumed: number;
  /** Stretches that were no valid frame and were passed over. */
  damaged: number;
}

/** Reads the whole frames at the start of `bytes`, which begins at a frame's edge. */
export function decodeFrames(bytes: Buffer): DecodedFrames {
  const frames: Frame[] = [];
  let damaged = 0;
  let position = 0;
  while (position + HEADER_BYTES <= bytes.length) {
    const end = endOfFrame(bytes, position);
    if (end !== null && end > bytes.length) break;
    const frame = end === null ? null : decodeFrame(bytes, position, end);
    if (frame) {
      frames.push(frame);
      position = frame.end;
      continue;
    }
    damaged += 1;
    position = nextMagic(bytes, position + 1);
  }
  return { frames, consumed: position, damaged };
}

function endOfFrame(bytes: Buffer, start: number): number | null {
  if (bytes.readUInt32LE(start) !== MAGIC) return null;
  const payload = bytes.readUInt32LE(start + 4) + bytes.readUInt32LE(start + 8);
  return payload > MAX_PAYLOAD_BYTES ? null : start + HEADER_BYTES + payload;
}

function decodeFrame(bytes: Buffer, start: number, end: number): Frame | null {
  const payload = bytes.subarray(start + HEADER_BYTES, end);
  if (crc32(payload) !== bytes.readUInt32LE(start + 12)) return null;
  const metaBytes = bytes.readUInt32LE(start + 4);
  const record = JSON.parse(payload.toString("utf8", 0, metaBytes)) as CallRecord;
  return { record, body: payload.subarray(metaBytes), start, end };
}

function nextMagic(bytes: Buffer, from: number): number {
  const magic = Buffer.allocUnsafe(4);
  magic.writeUInt32LE(MAGIC);
  const found = bytes.indexOf(magic, from);
  // Three bytes may be the start of a magic that is not all there yet.
  return found === -1 ? Math.max(from, bytes.length - 3) : found;
}
