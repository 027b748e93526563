/** What evidence says of an item. */
export interface Proof {
  /** Null: it cannot be told, or is still to come; which is never done. */
  met: boolean | null;
  /** The figure, or what is missing and what would bring it: "p95 142 ms of 240 queries, target under 200 ms". */
  said: string;
}

export const met = (said: string): Proof => ({ met: true, said });

export const notMet = (said: string): Proof => ({ met: false, said });

/** `said` names what is missing, and how it comes; or how far it has come. */
export const untold = (said: string): Proof => ({ met: null, said });

export const judged = (isMet: boolean, said: string): Proof => ({ met: isMet, said });
