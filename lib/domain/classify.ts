import type { ErrorClass, ErrorKind } from "./signals";

export interface Classified {
  errorClass: ErrorClass;
  errorKind: ErrorKind | null;
}

/** What an error is about, told by its words (message, traceback, logger). */
export const classified = (_words: string): Classified => ({ errorClass: "other", errorKind: null });
