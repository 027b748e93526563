/** What we use of a package that carries no types. */
declare module "autocannon" {
  interface Wishes {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    headers: Record<string, string>;
  }
  interface Result {
    /** Milliseconds. */
    latency: { p50: number; p97_5: number; p99: number };
    requests: { mean: number; total: number };
    non2xx: number;
    errors: number;
  }
  export default function autocannon(wishes: Wishes): Promise<Result>;
}
