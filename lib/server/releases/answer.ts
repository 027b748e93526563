/** What came of one check of a release. */
export interface Answer {
  passed: boolean;
  said: string;
}
