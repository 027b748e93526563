/** The part of jStat that is used; it brings no types of its own. */
declare module "jstat" {
  export const jStat: { studentt: { inv(probability: number, freedom: number): number } };
}
