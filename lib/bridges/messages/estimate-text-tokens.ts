/** Longer texts are judged by samples, so that no prompt holds up the process. */
const SAMPLED_FROM_CHARS = 64 * 1024;
const SAMPLES = 32;
const SAMPLE_CHARS = 2_048;

const ASCII_LETTER = 0.25;
const ASCII_DIGIT = 0.4;
const ASCII_OTHER = 0.5;

/** Tokens per UTF-16 unit up to (not including) a code, published averages of today's tokenizers. */
const SCRIPTS: ReadonlyArray<[below: number, tokens: number]> = [
  [0x0250, 0.4], // accented Latin
  [0x0590, 0.5], // Greek, Cyrillic, Armenian
  [0x0900, 0.6], // Hebrew, Arabic
  [0x2000, 0.8], // Indic scripts, Thai, Georgian
  [0x2e80, 0.7], // punctuation, arrows, box drawing
  [0xa000, 0.8], // Han, kana
  [0xac00, 0.9],
  [0xd800, 0.9], // Hangul
  [0xe000, 1.1], // half of a pair: emoji and rare signs
  [0x10000, 0.8],
];

const ASCII_TOKENS = Float64Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[a-zA-Z \n\t]/.test(char)) return ASCII_LETTER;
  return /\d/.test(char) ? ASCII_DIGIT : ASCII_OTHER;
});

/** Roughly how many tokens a text is, with decimals; bounded in time whatever its length. */
export function estimateTextTokens(text: string): number {
  if (text.length <= SAMPLED_FROM_CHARS) return tokensOf(text, 0, text.length);
  const stride = Math.floor((text.length - SAMPLE_CHARS) / (SAMPLES - 1));
  let tokens = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    tokens += tokensOf(text, sample * stride, sample * stride + SAMPLE_CHARS);
  }
  return (tokens * text.length) / (SAMPLES * SAMPLE_CHARS);
}

function tokensOf(text: string, from: number, to: number): number {
  let tokens = 0;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    tokens += ASCII_TOKENS[code] ?? tokensOfScript(code);
  }
  return tokens;
}

function tokensOfScript(code: number): number {
  for (const [below, tokens] of SCRIPTS) if (code < below) return tokens;
  return 1;
}
