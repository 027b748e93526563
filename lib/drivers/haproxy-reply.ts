import { Problem } from "@/lib/domain/problem";

/** One server of a backend. */
export interface ServerState {
  name: string;
  weight: number;
  /** Takes no new work, whatever its weight. */
  drained: boolean;
  /** In maintenance. */
  stopped: boolean;
  /** HAProxy's own check has found it down: it is given no work until it is up. */
  down: boolean;
  /** How much work it was given since HAProxy began. */
  given: number;
}

export interface BackendState {
  servers: ServerState[];
  /** Process and start time: they change when HAProxy begins anew. */
  generation: string;
}

/** What is asked of a backend, in one exchange; `4` and `-1` are HAProxy's own words for all servers. */
export const questions = (backend: string): string[][] => [
  ["show", "info"],
  ["show", "servers", "state", backend],
  ["show", "stat", backend, "4", "-1"],
];

const DRAINED = 0x08 | 0x10;
const STOPPED = 0x01 | 0x02 | 0x04 | 0x20 | 0x40;

/**
 * Reads the answers to `questions(backend)`.
 *
 * @throws Problem "driver-unreachable" where anything that is needed is missing, cut off or no figure: half an answer
 * says nothing.
 */
export function backendState(text: string, backend: string): BackendState {
  const [info = "", state = "", stat = "", ...rest] = text.split("\n\n");
  const at = state.indexOf("# be_id ");
  if (at === -1) throw refusal(text, backend);
  if (rest.length === 0) throw unreadable("its answer is cut off");
  const counts = new Map(
    table(stat, ",")
      .filter((row) => row.get("pxname") === backend)
      .map((row) => [row.get("svname"), figure(row, "lbtot")]),
  );
  const servers = table(state.slice(at), " ")
    .filter((row) => row.get("be_name") === backend)
    .map((row) => {
      const name = row.get("srv_name") ?? "";
      const admin = figure(row, "srv_admin_state");
      return {
        name,
        weight: figure(row, "srv_uweight"),
        drained: (admin & DRAINED) !== 0,
        stopped: (admin & STOPPED) !== 0,
        down: row.get("srv_op_state") === "0" && admin === 0,
        given: counts.get(name) ?? 0,
      };
    });
  return { servers, generation: `${infoOf(info, "Pid")}:${infoOf(info, "Start_time_sec")}` };
}

type Row = ReadonlyMap<string, string>;

/** Rows under a head that begins with `# `; a row that is shorter or longer than its head was cut off. */
function table(text: string, separator: string): Row[] {
  const [head = "", ...lines] = text.trim().split("\n");
  if (!head.startsWith("# ")) throw unreadable("its answer is not HAProxy's");
  const names = head.slice(2).split(separator);
  return lines.map((line) => {
    const words = line.split(separator);
    if (words.length !== names.length) throw unreadable("its answer is cut off");
    return new Map(names.map((name, index) => [name, words[index] ?? ""]));
  });
}

function figure(row: Row, name: string): number {
  const word = row.get(name) ?? "";
  if (/^\d{1,15}$/.test(word)) return Number(word);
  throw unreadable(`${name}: found "${word.slice(0, 20)}", allowed: a whole number`);
}

function infoOf(info: string, name: string): string {
  const value = new RegExp(`^${name}: (\\d{1,15})$`, "m").exec(info)?.[1];
  if (value === undefined) throw unreadable(`its answer has no ${name}`);
  return value;
}

function refusal(text: string, backend: string): Problem {
  if (text.includes("Can't find backend")) return unreadable(`it has no backend "${backend}"`);
  if (/permission denied/i.test(text))
    return unreadable("the socket's level is too low: it needs level admin");
  return unreadable(text === "" ? "its answer is empty" : "its answer is not HAProxy's");
}

const unreadable = (why: string): Problem =>
  new Problem("driver-unreachable", `HAProxy cannot be read: ${why}`);
