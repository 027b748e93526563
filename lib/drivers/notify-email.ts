import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import type SMTPTransport from "nodemailer/lib/smtp-transport";
import { harmless, NETWORK_WORDS, notTaken, type Outcome, taken } from "./notify-outcome";
import { outboundLookup } from "./outbound";
import { codeOf, messageOf } from "./probe-answer";

export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte; else STARTTLS where it is offered. */
  secure: boolean;
  user?: string | undefined;
  password?: string | undefined;
  from: string;
  to: readonly string[];
}

export interface Mail {
  /** Of the transition: the same at every try. */
  key: string;
  /** What belongs together, such as the end of an alert and its beginning. */
  thread: string;
  subject: string;
  /** Plain. */
  text: string;
  /** UTC epoch milliseconds. */
  atMs: number;
  timeoutMs: number;
}

const WORDS: Readonly<Record<string, string>> = {
  ...NETWORK_WORDS,
  ECONNECTION: "the connection broke off",
  ETIMEDOUT: "it took too long",
};

/**
 * Sends a mail once, over a connection of its own. Name and password are sent over TLS only, unless the server is this
 * machine. Delivered is what at least one address was taken for: a second try would tell those again. Never rejects.
 */
export async function mailed(server: MailServer, mail: Mail, signal: AbortSignal): Promise<Outcome> {
  const timeout = AbortSignal.timeout(mail.timeoutMs);
  const over = AbortSignal.any([signal, timeout]);
  const transport = createTransport(optionsFor(server, mail, over));
  try {
    const { response, rejected } = await transport.sendMail(messageOfMail(server, mail));
    const said = harmless(response, secretsOf(server));
    return taken(said, rejected.length === 0 ? null : `not taken for ${rejected.map(addressOf).join(", ")}`);
  } catch (error) {
    if (timeout.aborted) return notTaken(`not done within ${mail.timeoutMs / 1000} s`);
    return failureOf(error, server);
  } finally {
    transport.close();
  }
}

function optionsFor(server: MailServer, { timeoutMs }: Mail, signal: AbortSignal): SMTPTransport.Options {
  const { host, port, secure, user, password } = server;
  return {
    ...{ host, port, secure },
    // The signal ends it in time; the library's own clocks would by chance be first, and say it in other words.
    ...{ connectionTimeout: 2 * timeoutMs, greetingTimeout: 2 * timeoutMs, socketTimeout: 2 * timeoutMs },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" }, forceAuth: true }),
    getSocket: (_options, callback) => {
      connected(server, signal).then(
        (connection) => callback(null, { connection, ...protectionOf(server, connection) }),
        (error) => callback(error, false),
      );
    },
  };
}

/**
 * Whoever it is that answers at this machine needs no certificate. Everywhere else TLS is checked, and without it there
 * is no name and no password.
 */
function protectionOf({ secure, user }: MailServer, { remoteAddress = "" }: Socket): object {
  if (/^(?:::ffff:)?127\.|^::1$/.test(remoteAddress)) return { tls: { rejectUnauthorized: false } };
  return { requireTLS: !secure && user !== undefined };
}

const connected = ({ host, port }: MailServer, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: outboundLookup({ hostname: host }) });
    const cut = () => socket.destroy(new Error("it was stopped"));
    signal.addEventListener("abort", cut, { once: true });
    socket.once("close", () => signal.removeEventListener("abort", cut));
    socket.on("error", reject); // Whoever gets the socket listens, too.
    socket.once("connect", () => resolve(socket));
    if (signal.aborted) cut();
  });

const messageOfMail = ({ from, to }: MailServer, { key, thread, subject, text, atMs }: Mail) => ({
  ...{ from, to: [...to], subject: oneLine(subject), text, html: htmlOf(text), date: new Date(atMs) },
  // The same at every try: a mailbox that was told twice shows it once.
  messageId: idOf(`mail ${key}`, from),
  references: idOf(`thread ${thread}`, from),
  headers: { "Greenlight-Key": oneLine(key), "Auto-Submitted": "auto-generated" },
  // Nothing in a message is ever taken for the name of a file, or for an address to fetch.
  ...{ disableFileAccess: true, disableUrlAccess: true },
});

/** A line that ends in a header begins the next header. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

const idOf = (what: string, from: string): string =>
  `<${createHash("sha256").update(what).digest("hex").slice(0, 32)}@${from.slice(from.lastIndexOf("@") + 1)}>`;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => ENTITIES[found] ?? found);

/** The same words as plain text, with its addresses as links. */
function htmlOf(text: string): string {
  const linked = escaped(text).replaceAll(
    /https?:\/\/(?:[^\s&]|&amp;)+/g,
    (url) => `<a href="${url}">${url}</a>`,
  );
  const [title = "", ...rest] = linked.split("\n");
  const body = rest.map((line) => `${line}<br>`).join("\n");
  return `<!doctype html><html><body><p><strong>${title}</strong></p>\n<p>${body}</p></body></html>`;
}

const addressOf = (address: string | { address: string }): string =>
  typeof address === "string" ? address : address.address;

const secretsOf = ({ user, password }: MailServer): (string | undefined)[] => [
  password,
  user === undefined || password === undefined ? undefined : `\0${user}\0${password}`,
];

/** What the server itself says is worth more than a code. 5xx to the message or its addresses is a refusal. */
function failureOf(error: unknown, server: MailServer): Outcome {
  const code = codeOf(error);
  const answer = error instanceof Error && "response" in error ? error.response : undefined;
  const status = error instanceof Error && "responseCode" in error ? Number(error.responseCode) : 0;
  if (typeof answer === "string" && answer !== "") {
    const refused = status >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
    return notTaken(harmless(answer, secretsOf(server)), { refused });
  }
  return notTaken(WORDS[code] ?? harmless(messageOf(error), secretsOf(server)));
}
