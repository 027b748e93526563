import { type AuditReply, audit } from "@/lib/contract/audit";
import { type TestApp, testApp } from "./app";
import { call, routed } from "./routes";

/** What the event log of the application that the routes find answers. */
export const asked = async (search = ""): Promise<AuditReply> =>
  audit.reply.parse(await (await call("/api/audit", search)).json());

/** A real application that the routes find as theirs. */
export async function auditStage(config: readonly string[] = []): Promise<TestApp> {
  const staged = await testApp({ config });
  routed(staged.app);
  return staged;
}
