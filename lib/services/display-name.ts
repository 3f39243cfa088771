import { z } from "zod";
import { visibleText } from "../visible-text";

const MAX_LENGTH = 80;

/** A name that people give to something: one visible line. `noun` begins its error messages. */
export function displayName(noun: string) {
  return z
    .string(`${noun} must be text.`)
    .trim()
    .min(1, `${noun} is missing.`)
    .max(MAX_LENGTH, `${noun} can have at most ${MAX_LENGTH} characters.`)
    .transform((name) => visibleText(name.replace(/\s+/g, " ")));
}
