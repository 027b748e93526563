"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLock } from "@/components/access/use-lock";
import { wordsOf } from "@/lib/client/commands";
import { countdown } from "@/lib/client/dates";
import { backupWords, thinWords, type VerbWords, verbWords } from "@/lib/client/release-words";
import type { ReleaseReply } from "@/lib/contract/releases";
import type { Verb } from "@/lib/domain/release-look";
import { type AskedVerb, isConfirmable, useReleaseVerb } from "./use-release-verb";
import { VerbPanel } from "./verb-panel";

/** Those that one looks for first stand first; the way back is always the last and the darkest. */
const ORDER: readonly Verb[] = ["resume", "pause", "promote", "abort", "retire", "close", "rollback"];

interface Props {
  release: ReleaseReply;
  nowMs: number;
}

/** What a person can ask for now. Whatever is not possible is not there; the server decides all the same. */
export function ReleaseActions({ release, nowMs }: Props) {
  const lock = useLock("operate");
  const ask = useReleaseVerb(release.id);
  const [open, setOpen] = useState<Verb | null>(null);
  const verbs = ORDER.filter((verb) => release.possible.includes(verb));
  const words = open === null ? null : wordsFor(open, release);
  const done = { onSuccess: () => setOpen(null) };
  const begin = (verb: Verb) => {
    if (!lock.open) return;
    ask.reset();
    if (verb === "pause") {
      setOpen(null);
      ask.mutate({ verb });
    } else if (verb === "rollback" && release.backup?.ready === "ready") {
      setOpen(null);
      ask.mutate({ verb }, { onError: (error) => isConfirmable(error) && setOpen("rollback") });
    } else setOpen(verb);
  };
  const act = (verb: Verb, reason: string) => {
    const asked: AskedVerb = { verb, ...(reason === "" ? {} : { reason }) };
    ask.mutate(verb === "rollback" ? { ...asked, confirm: true } : asked, done);
  };
  const failed = ask.isError ? wordsOf(ask.error) : "";
  if (verbs.length === 0 && release.undo_until === null) return null;
  return (
    <div className="no-print grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {verbs.map((verb) => (
          <button
            key={verb}
            type="button"
            onClick={() => begin(verb)}
            aria-expanded={open === verb ? true : undefined}
            aria-busy={ask.isPending && ask.variables.verb === verb}
            title={verbWords(verb, release).does}
            {...lock.attributes}
            className={`control ${verb === "rollback" ? "control-main font-strong" : ""}`}
          >
            {verbWords(verb, release).name}
          </button>
        ))}
        <UndoRelease release={release} nowMs={nowMs} />
        {lock.note}
      </div>
      {words !== null && open !== null ? (
        <VerbPanel
          key={open}
          words={words}
          caution={isConfirmable(ask.error) ? failed : cautionOf(open, release, nowMs)}
          busy={ask.isPending}
          failed={isConfirmable(ask.error) ? "" : failed}
          act={(reason) => act(open, reason)}
          close={() => setOpen(null)}
        />
      ) : (
        <p role="status" className="text-small wrap-anywhere text-red empty:hidden">
          {failed}
        </p>
      )}
    </div>
  );
}

/** A rollback that needs a second question is worded differently from the click that asked for it. */
function wordsFor(verb: Verb, release: ReleaseReply): VerbWords {
  const words = verbWords(verb, release);
  if (verb !== "rollback") return words;
  return { ...words, name: `Give everything to ${release.backup?.environment ?? "it"} all the same` };
}

function cautionOf(verb: Verb, release: ReleaseReply, nowMs: number): string | null {
  if (verb === "promote") {
    const thin = thinWords(release);
    return thin === null ? null : `${thin}. That is what will be recorded.`;
  }
  if (verb === "rollback" && release.backup !== null) return backupWords(release.backup, nowMs).words;
  return null;
}

/** For ten minutes after a person's rollback: the same plan anew, from its checks. */
function UndoRelease({ release, nowMs }: Props) {
  const router = useRouter();
  const lock = useLock("operate");
  const undo = useReleaseVerb(release.id);
  const leftMs = release.undo_until === null ? 0 : Date.parse(release.undo_until) - nowMs;
  if (leftMs <= 0) return null;
  const act = () => {
    if (lock.open && !undo.isPending)
      undo.mutate({ verb: "undo" }, { onSuccess: ({ id }) => router.push(`/releases/${id}`) });
  };
  return (
    <>
      <button type="button" onClick={act} aria-busy={undo.isPending} {...lock.attributes} className="control">
        Undo: the same plan anew, from its checks <span className="text-ink-3">{countdown(leftMs)}</span>
      </button>
      <span role="status" className="text-small wrap-anywhere text-red empty:hidden">
        {undo.isError && wordsOf(undo.error)}
      </span>
    </>
  );
}
