import { expect, test, vi } from "vitest";
import { CommandFailed, commanded } from "@/lib/client/commands";

const shift = () => commanded({ method: "PUT", path: "/api/traffic", body: { green: 50 }, ifMatch: '"t3"' });

const answering = (status: number, body: unknown) =>
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => Response.json(body, { status })),
  );

test("a command is JSON with the tag of what was seen", async () => {
  answering(200, { epoch: 4 });
  expect(await shift()).toEqual({ epoch: 4 });
  const [path, asked] = vi.mocked(fetch).mock.calls[0] ?? [];
  expect(path).toBe("/api/traffic");
  expect(asked).toMatchObject({
    method: "PUT",
    body: '{"green":50}',
    headers: { "content-type": "application/json", "if-match": '"t3"' },
  });
});

test("a refusal is the server's own sentence, with its status and its fields", async () => {
  answering(409, { detail: "blue did not answer within 2 s", said: "did not answer within 2 s" });
  const failure = await shift().catch((error) => error);
  expect(failure).toBeInstanceOf(CommandFailed);
  expect(failure).toMatchObject({
    status: 409,
    message: "Blue did not answer within 2 s.",
    fields: { said: "did not answer within 2 s" },
  });
});

test("an answer that is no document is told by its status", async () => {
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response("<html>", { status: 502 })),
  );
  await expect(shift()).rejects.toMatchObject({ status: 502, message: "The server answered 502." });
});

test("what never left says so; what may have arrived does not", async () => {
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => Promise.reject(new TypeError("Failed to fetch"))),
  );
  await expect(shift()).rejects.toMatchObject({ status: null, message: /was not sent/ });
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => Promise.reject(new DOMException("late", "TimeoutError"))),
  );
  await expect(shift()).rejects.toMatchObject({ status: null, message: /may be done all the same/ });
});
