/** In the address of Releases: the form of a plan is open. */
export const PLANNING = "plan";
