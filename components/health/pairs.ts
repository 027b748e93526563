/** Charts in twos; of an odd number the first is wide, so that no place stays empty. */
export const PAIRS =
  "grid gap-3 lg:grid-cols-2 lg:[&>:first-child:nth-last-child(odd)]:col-span-2 print:grid-cols-2 print:gap-2";
