/** The period on screen; what `to` names is not in it. */
export interface Shown {
  from: string;
  to: string;
  timezone: string;
}
