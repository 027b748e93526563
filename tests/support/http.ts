import { type IncomingMessage, request } from "node:http";
import { pipeline } from "node:stream/promises";
import { bearing } from "./access";

export interface Answer {
  status: number;
  type: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: an answer from outside, of which each test expects its own shape
  body: any;
}

export interface Question {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** Pieces are sent in chunks, without a content-length. */
  body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** One request on a connection of its own, with the key of the tests unless another `authorization` is given. An answer counts even where it comes before the whole body was sent. */
export function ask(url: string, { method, headers, body }: Question = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      agent: false,
      // As most clients do: one that asks for the end of the connection may lose the answer to what it still sends.
      headers: { connection: "keep-alive", ...bearing(), ...headers },
    });
    sent.once("error", reject);
    // An answer that breaks off, because its server was killed, is no answer.
    sent.once("response", (response) =>
      answered(response)
        .then(resolve, reject)
        .finally(() => sent.destroy()),
    );
    if (typeof body === "object" && Symbol.asyncIterator in body) pipeline(body, sent).catch(() => {});
    else sent.end(body);
  });
}

async function answered(response: IncomingMessage): Promise<Answer> {
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  const type = response.headers["content-type"] ?? "";
  return {
    status: response.statusCode ?? 0,
    type,
    headers: response.headers,
    body: type.includes("json") && text !== "" ? JSON.parse(text) : text,
  };
}
