// Colours and cursor movements (ECMA-48), titles and links, and what is left of them.
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b\[[0-?]{0,64}[ -/]{0,8}[@-~]|\u001b[\]PX^_][^\u0007\u001b\n]{0,4096}(?:\u0007|\u001b\\)?|\u001b[@-Z\\^_]?/g;
// Controls but for tab and newline; what turns the direction of a text around; separators of lines that editors obey.
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * A text that a terminal and a page show as it is: without control characters but tabs and newlines, so that the words
 * of a log can neither colour, move nor hide what stands beside them. A carriage return within a line is a space.
 */
export const plain = (text: string): string =>
  text
    .replace(/\r+\n/g, "\n")
    .replace(/\r+(?=[^\n])/g, " ")
    .replace(ESCAPES, "")
    .replace(CONTROLS, "")
    .toWellFormed();
