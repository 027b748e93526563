import { noteDate } from "./server-clock";
import { leadToSignIn } from "./signed-out";

/** What a failed request says to the person in front of the screen. */
export class RequestFailed extends Error {
  override readonly name = "RequestFailed";
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** An answer that takes longer than this is given up, so that one slow question holds nothing else back. */
const TIMEOUT_MS = 15_000;

export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** Path and query of an endpoint; parameters without a value are left out. */
export function address(path: string, parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Reads an endpoint. The server's tests hold the reply to the contract, so it is not checked again here. */
export async function fetched<Reply>(
  path: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<Reply> {
  const response = await fetch(address(path, parameters), {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    headers: { accept: "application/json" },
  });
  noteDate(response);
  if (response.ok) return (await response.json()) as Reply;
  if (response.status === 401) leadToSignIn();
  throw new RequestFailed(response.status, await detailOf(response));
}

async function detailOf(response: Response): Promise<string> {
  const problem: unknown = await response.json().catch(() => null);
  const detail =
    typeof problem === "object" && problem !== null && "detail" in problem ? problem.detail : null;
  return typeof detail === "string" ? detail : `The server answered ${response.status}.`;
}
