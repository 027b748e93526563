import { exposed, isLive, type Release, running, stepOf, wantedWeight } from "@/lib/domain/release";
import type { Effect, Entry } from "@/lib/domain/release-effect";
import { failing, stops } from "@/lib/domain/release-look";
import { possible } from "@/lib/domain/release-possible";
import { weightOf } from "@/lib/domain/traffic";
import { ReleaseWorld, type Taken } from "./release-world";

/** What must hold of every story, whatever happens in it. Each answers how it was broken, or null. */

type Law = (world: ReleaseWorld, taken: Taken, before: Snapshot) => string | null;

interface Snapshot {
  green: number;
}

const touching = (effects: readonly Effect[]) =>
  effects.filter(({ kind }) => kind === "shift" || kind === "rollback" || kind === "retire");

const entryOf = (effects: readonly Effect[]): Entry | null =>
  effects.flatMap((effect) => (effect.kind === "record" ? [effect.entry] : []))[0] ?? null;

const LAWS: Record<string, Law> = {
  "weights sum to 100": ({ outside: { balancer } }, { after }) => {
    const { blue, green } = balancer;
    const sent = after.effects.flatMap((effect) => (effect.kind === "shift" ? [effect.weight] : []));
    const odd = sent.some((weight) => !Number.isInteger(weight) || weight < 0 || weight > 100);
    return blue + green === 100 && blue >= 0 && green >= 0 && !odd
      ? null
      : `${blue} + ${green}, sent ${sent}`;
  },

  "at most one release is live": ({ releases }) => {
    const live = releases.filter(isLive).length;
    return live <= 1 ? null : `${live} are`;
  },

  "one effect, one change, one record and one notification a step": (_, { before, after }) => {
    const count = (kind: Effect["kind"]) => after.effects.filter((effect) => effect.kind === kind).length;
    const changes = after.release.revision - before.revision;
    const most = Math.max(touching(after.effects).length, changes, count("record"), count("notify"));
    const unsaid = changes === 1 && count("record") === 0;
    return most <= 1 && !unsaid ? null : `${after.effects.map(({ kind }) => kind)}, ${changes} changes`;
  },

  "a rollback can be reached while the new version has work": (world, { after }) => {
    const { release } = after;
    const gone = ["rolled_back", "cancelled", "draft"].includes(release.phase.name);
    const has =
      (wantedWeight(release) ?? 0) > 0 ||
      (world.outside.balancer[release.plan.environment] > 0 && exposed(release));
    if (gone || !has || (release.phase.name === "completed" && !isLast(world, release))) return null;
    if (release.phase.name === "completed" && release.phase.retired) return null;
    if (!possible(release).includes("rollback")) return `not possible while ${release.phase.name}`;
    const asked = world.asked(release, { verb: "rollback", confirm: true });
    const goes =
      asked.effects.some((effect) => effect.kind === "rollback") || asked.release.undoneBy !== null;
    return asked.answers[0]?.accepted && goes ? null : `refused while ${release.phase.name}`;
  },

  "no advance without stored evidence or a person": (world, { before, look, after }) => {
    const shift = after.effects.find((effect) => effect.kind === "shift");
    const entry = entryOf(after.effects);
    const further = (wantedWeight(after.release) ?? 0) > (wantedWeight(before) ?? 0);
    const onward = (shift !== undefined && further) || ["retained", "completed"].includes(entry?.kind ?? "");
    if (!onward) return null;
    if (entry === null) return "nothing is stored";
    if (look.commands.some(({ actor }) => actor === entry.actor)) return null;
    return evidenceMissing(world, before, look, entry);
  },

  "after an accepted rollback the wanted share never rises": (world, { before, after }, { green }) => {
    if (after.release.undoneBy === null) return null;
    if (touching(after.effects).some(({ kind }) => kind === "shift")) return "a share was sent";
    const { environment } = after.release.plan;
    const rose = weightOf(environment, world.outside.traffic.green) > weightOf(environment, green);
    const anothers = world.releases.some((one) => one.id !== before.id && isLive(one));
    const moved = rose && !anothers && !world.outside.meddled && before.undoneBy !== null;
    return moved ? "what is wanted rose" : null;
  },

  "what somebody has moved is not put back without a person": (_, { before, look, after }) => {
    const sent = after.effects.some(({ kind }) => kind === "shift");
    const actor = entryOf(after.effects)?.actor;
    const asked = look.commands.some((command) => command.actor === actor);
    return sent && before.phase.name === "held" && !asked ? `${before.phase.reason}` : null;
  },

  "the old environment is not retired while it is the backup": (_, { before, look, after }) => {
    if (!after.effects.some(({ kind }) => kind === "retire")) return null;
    const { applied, wanted } = look.traffic;
    return before.phase.name === "completed" && applied === 100 && wanted === 100
      ? null
      : `retired while ${before.phase.name}, ${applied} of ${wanted}`;
  },

  "nothing rolls back by itself blindly, or where it must not": (_, { look, after }) => {
    const back = after.effects.find((effect) => effect.kind === "rollback");
    const begun = entryOf(after.effects)?.kind === "rollback";
    if (back?.kind !== "rollback" || !back.automatic || !begun) return null;
    return mayGoBack(look) ? null : "it did";
  },

  "what a rule asks to be rolled back waits for nothing else": (_, { before, look, after }) => {
    const now = running(before);
    if (now === null || now.name === "preflight" || !mayGoBack(look)) return null;
    return after.release.undoneBy === null ? `it is ${after.release.phase.name}` : null;
  },

  "a start sends back at once what was going back, and gives no share": (_, { before, after, woken }) => {
    if (!woken) return null;
    const sent = after.effects.map(({ kind }) => kind);
    const goes = ["rolling_back", "verifying", "rollback_failed"].includes(before.phase.name);
    const missed = goes && isLive(before) && !sent.includes("rollback");
    return missed || sent.includes("shift") ? `it did ${sent} while ${before.phase.name}` : null;
  },

  "rolled back means that it has nothing": (_, { look, after }) =>
    entryOf(after.effects)?.kind === "rolled_back" && look.traffic.applied !== 0
      ? `${look.traffic.applied} %`
      : null,

  "the clock of a share never runs ahead": (world, { after }) => {
    const { phase, forMs } = after.release;
    const sane = Number.isFinite(forMs) && forMs >= 0;
    if (!sane) return `${forMs} ms in a phase`;
    const ahead = phase.name === "observing" && phase.countedMs > world.goodMs;
    return ahead ? `${phase.countedMs} ms counted of ${world.goodMs}` : null;
  },
};

const isLast = ({ releases }: ReleaseWorld, { id }: Release): boolean =>
  releases.at(-1)?.id === id && releases.filter(isLive).length === 0;

function evidenceMissing(
  world: ReleaseWorld,
  before: Release,
  look: Taken["look"],
  entry: Entry,
): string | null {
  const { evidence } = entry;
  const seen = before.phase.name === "retained" ? before.waived : [];
  if (look.findings.some((one) => stops(one) && failing(one) && !seen.includes(one.rule.name)))
    return `a rule fails at ${entry.kind}`;
  if (!look.readable) return "the sources cannot be read";
  if (look.traffic.applied === null) return "the balancer cannot be read";
  if (before.restarted && look.uptimeMs < 300_000) return "it was started anew a moment ago";
  const { phase } = before;
  if (phase.name === "preflight")
    return look.checks.every(({ state }) => state === "passed") ? null : "a check did not pass";
  if (phase.name === "retained")
    return (before.fullMs ?? 0) + 60_000 >= before.plan.backupHoldMs ? null : "too soon";
  if (phase.name !== "observing") return `from ${phase.name}`;
  const { holdMs, articles, weight } = stepOf(before, phase.step);
  if (world.goodMs < holdMs || (evidence.countedMs ?? 0) < holdMs) return `${world.goodMs} of ${holdMs} ms`;
  const { candidate, control } = evidence.samples;
  return candidate >= articles && (weight === 100 || control >= articles)
    ? null
    : `${candidate} and ${control} articles`;
}

/** Whether a rule that blames the release may roll it back by itself, and there is something to go back to. */
function mayGoBack({ findings, automation, backup, candidateDown }: Taken["look"]): boolean {
  const blamed = findings.some(
    (one) => one.rule.action.kind === "rollback" && failing(one) && !one.sharedCause,
  );
  const { healthy, ageMs } = backup;
  const ready = healthy === null || (healthy && ageMs !== null && ageMs <= 30_000);
  return blamed && automation && (ready || candidateDown);
}

/** How often each phase was seen, and what was done: a simulation that never gets anywhere proves nothing. */
export type Tally = Map<string, number>;

/**
 * Plays one story and holds it to every law.
 *
 * @throws Error with the seed, the step, the law and the last that happened.
 */
export function lived(seed: number, steps: number, tally: Tally = new Map()): Tally {
  const world = new ReleaseWorld(seed);
  const story: string[] = [];
  for (let at = 0; at < steps; at += 1) {
    const before = { green: world.outside.traffic.green };
    const taken = world.tick();
    if (taken === null) continue;
    told(taken, story, tally);
    for (const [name, law] of Object.entries(LAWS)) {
      const broken = law(world, taken, before);
      if (broken !== null)
        throw new Error(`seed ${seed}, step ${at}: ${name}: ${broken}\n${story.slice(-12).join("\n")}`);
    }
  }
  return tally;
}

function told({ before, after, woken }: Taken, story: string[], tally: Tally): void {
  const { phase } = after.release;
  const seen = phase.name === "held" ? `held ${phase.reason}` : phase.name;
  tally.set(seen, (tally.get(seen) ?? 0) + 1);
  const entry = entryOf(after.effects);
  if (entry !== null) tally.set(`> ${entry.kind}`, (tally.get(`> ${entry.kind}`) ?? 0) + 1);
  if (entry === null && !woken) return;
  story.push(
    `${after.release.id} ${before.phase.name} → ${seen}${woken ? " (woken)" : ""}: ${entry?.actor ?? ""} ${entry?.said ?? ""}`,
  );
}
