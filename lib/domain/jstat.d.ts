/** The part of jStat that is used; it brings no types of its own. Node sees a CommonJS module: no named exports. */
declare module "jstat" {
  const jStat: { studentt: { inv(probability: number, freedom: number): number } };
  export default jStat;
}
