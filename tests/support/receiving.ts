import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";

export interface Told {
  headers: IncomingHttpHeaders;
  body: string;
}

type Answering = (response: ServerResponse, told: Told, times: number) => void;

export interface Receiving {
  url: string;
  port: number;
  /** What came, in the order in which it came. */
  told: Told[];
  keys(): (string | undefined)[];
  close(): Promise<void>;
}

/** A real receiver of webhooks on the loopback. It says 200, unless `answer` does something else. */
export async function receiving(
  answer: Answering = (response) => void response.end("ok"),
  port = 0,
): Promise<Receiving> {
  const told: Told[] = [];
  const server = createServer(async (request, response) => {
    const one = { headers: request.headers, body: await bodyOf(request) };
    told.push(one);
    answer(response, one, told.length);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const { port: open } = server.address() as AddressInfo;
  const keys = () => told.map(({ headers }) => headers["greenlight-key"] as string | undefined);
  return { url: `http://127.0.0.1:${open}/hook/abcdefgh-token`, port: open, told, keys, close };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

export interface Letter {
  from: string;
  to: string[];
  /** Whether it came over TLS, and who said to have sent it. */
  secure: boolean;
  user: unknown;
  /** As it stands in the message, with its lines unfolded. */
  headers: string[];
  body: string;
}

export interface Mailbox {
  port: number;
  letters: Letter[];
  /** Names and passwords as they were tried, and whether over TLS. */
  tried: { user: string | undefined; password: string | undefined; secure: boolean }[];
  close(): Promise<void>;
}

/** A real SMTP server. It takes everything, unless the options say otherwise. */
export async function mailbox(
  options: SMTPServerOptions = {},
  host = "127.0.0.1",
  port = 0,
): Promise<Mailbox> {
  const letters: Letter[] = [];
  const tried: Mailbox["tried"] = [];
  const server = new SMTPServer({
    authOptional: true,
    // Its own certificate, which proves nothing, is what these tests want; else it warns of it.
    logger: false,
    onAuth: (auth, session, done) => {
      tried.push({
        user: auth.username ?? undefined,
        password: auth.password ?? undefined,
        secure: session.secure,
      });
      done(null, { user: auth.username });
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const [head = "", ...rest] = Buffer.concat(pieces).toString().split("\r\n\r\n");
        const { mailFrom, rcptTo } = session.envelope;
        letters.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
          headers: head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n"),
          body: rest.join("\r\n\r\n"),
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => {}); // A client that goes away is what some tests are about.
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(close);
  return { port: (server.server.address() as AddressInfo).port, letters, tried, close };
}
