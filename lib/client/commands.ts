import { leadToSignIn } from "./signed-out";

/** Commands: what changes something. Every way in which one can fail is told apart, for who has to decide what next. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
  /** What the server answered with; null where no answer came. */
  readonly status: number | null;
  /** The fields of the answer, as RFC 9457 says and beside. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(status: number | null, words: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(words);
    this.status = status;
    this.fields = fields;
  }
}

interface Command {
  method: "PUT" | "POST";
  path: string;
  body: unknown;
  /** The entity tag of what was seen. */
  ifMatch?: string;
}

/** A rollback on a busy machine takes five seconds at most; after this nobody should wait any longer. */
const ANSWER_MS_MAX = 15_000;

/** Sends a command and reads its answer. @throws CommandFailed */
export async function commanded<Reply>({ method, path, body, ifMatch }: Command): Promise<Reply> {
  const response = await fetch(path, {
    method,
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  }).catch((error: unknown) => {
    throw unanswered(error);
  });
  if (response.ok) return (await response.json()) as Reply;
  if (response.status === 401 && !path.startsWith("/api/auth/")) leadToSignIn();
  throw await refused(response);
}

function unanswered(error: unknown): CommandFailed {
  const late = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
  return new CommandFailed(
    null,
    late
      ? "The server has not answered within 15 s. It may be done all the same: see what is live."
      : "It was not sent: the server cannot be reached from here.",
  );
}

async function refused(response: Response): Promise<CommandFailed> {
  const body: unknown = await response.json().catch(() => null);
  const fields: Record<string, unknown> = typeof body === "object" && body !== null ? { ...body } : {};
  const words =
    typeof fields.detail === "string" ? sentence(fields.detail) : `The server answered ${response.status}.`;
  return new CommandFailed(response.status, words, fields);
}

const sentence = (text: string): string => {
  const begun = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

/** What a failure says to people, whatever it was. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : "Something went wrong in this page.";
