import type { Config } from "@/lib/contract/config";
import type { Told } from "@/lib/domain/notification-words";
import type { Settings } from "@/lib/server/config-settings";

export interface Receiver {
  /** Stored with what it is sent and shown to people: never a secret. */
  name: string;
  setting: Config["notify"][number];
}

/**
 * Who is told, by the settings. A receiver that was given no name is called by its kind and host, with a number from the
 * second of the same on: what waits for it finds it again after a restart.
 */
export function receiversOf({ notify, demo }: Pick<Settings, "notify" | "demo">): Receiver[] {
  // The demo tells nobody, whatever the settings say.
  if (demo !== null) return [];
  const used = new Set(notify.flatMap(({ name }) => name ?? []));
  return notify.map((setting) => {
    const { name = freeName(setting, used) } = setting;
    used.add(name);
    return { name, setting };
  });
}

/** Those that want to be told of something. */
export const receiversOfTold = (settings: Pick<Settings, "notify" | "demo">, told: Told): Receiver[] =>
  receiversOf(settings).filter(({ setting }) => setting.tells.includes(told));

function freeName(setting: Receiver["setting"], used: ReadonlySet<string>): string {
  const host = setting.kind === "webhook" ? new URL(setting.url).host : setting.host;
  const first = `${setting.kind} ${host}`;
  let name = first;
  for (let number = 2; used.has(name); number += 1) name = `${first} ${number}`;
  return name;
}
