import type { Classified } from "@/lib/domain/classify";

/** The same for errors that differ only in numbers, ids, paths, times and quoted texts. */
export const fingerprintOf = ({ errorClass, errorKind }: Classified, message: string): string =>
  `${errorClass}${errorKind ?? ""}${message}`;
