/** What we use of a package that carries no types. */
declare module "autocannon" {
  interface Wishes {
    url: string;
    connections: number;
    /** How many requests, by all connections together. */
    amount: number;
    headers: Record<string, string>;
  }
  interface Result {
    non2xx: number;
    errors: number;
  }
  export default function autocannon(wishes: Wishes): Promise<Result>;
}
