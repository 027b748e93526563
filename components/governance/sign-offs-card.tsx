"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "@/components/card";
import { Moment } from "@/components/lists/cells";
import { Tone } from "@/components/releases/tone";
import { VerbPanel } from "@/components/releases/verb-panel";
import { TITLE_WORDS } from "@/lib/client/access-words";
import { wordsOf } from "@/lib/client/commands";
import { signOffsQuery } from "@/lib/client/release-queries";
import { standWords } from "@/lib/client/sign-off-words";
import type { Said } from "@/lib/client/traffic-words";
import { useMe } from "@/lib/client/use-me";
import type { SignOff, SignOffsReply } from "@/lib/contract/sign-offs";
import { TITLES, type Title } from "@/lib/domain/access";
import { SignPanel } from "./sign-panel";
import { SignedFigures } from "./signed-figures";
import { useSignOff } from "./use-sign-off";

interface Props {
  id: string;
  zone: string;
}

/** Who has signed a release, on which figures, and who still has to. */
export function SignOffsCard({ id, zone }: Props) {
  const { data: reply } = useQuery(signOffsQuery(id));
  if (reply === undefined) return null;
  const past = reply.sign_offs.filter(({ revoked }) => revoked !== null);
  return (
    <Card title="Sign-off" unit={standWords(reply)}>
      <ul className="grid gap-3">
        {TITLES.map((title) => (
          <SignatureRow key={title} {...{ id, title, reply, zone }} />
        ))}
      </ul>
      {past.length > 0 && (
        <details className="mt-3 text-small">
          <summary className="w-fit text-ink-3 hover:text-ink">Taken back: {past.length}</summary>
          <ul className="mt-2 grid gap-2">
            {past.map((one) => (
              <li key={one.id}>
                <TakenBack signOff={one} zone={zone} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

interface RowProps extends Props {
  title: Title;
  reply: SignOffsReply;
}

/** One title: its signature, or what is missing, and what whoever holds it can do about that. */
function SignatureRow({ id, title, reply, zone }: RowProps) {
  const mine = useMe()?.titles.includes(title) ?? false;
  const [open, setOpen] = useState<"sign" | "revoke" | null>(null);
  const signed = reply.sign_offs.find((one) => one.title === title && one.revoked === null) ?? null;
  const close = () => setOpen(null);
  const { name, signs } = TITLE_WORDS[title];
  return (
    <li className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <p className="text-card">
          {name} <span className="text-small font-normal text-ink-3">{signs}</span>
        </p>
        <Tone {...standOf(signed, reply.required.includes(title))} />
      </div>
      {signed !== null && <Signature signOff={signed} zone={zone} />}
      {mine && open === null && (
        <p className="no-print">
          {signed === null && reply.can_sign && (
            <button type="button" onClick={() => setOpen("sign")} className="control">
              Look, and sign as {name}
            </button>
          )}
          {signed !== null && reply.revocable && (
            <button type="button" onClick={() => setOpen("revoke")} className="control">
              Take back
            </button>
          )}
        </p>
      )}
      {open === "sign" && <SignPanel revocable={reply.revocable} {...{ id, title, zone, close }} />}
      {open === "revoke" && <RevokePanel {...{ id, title, close }} />}
    </li>
  );
}

function standOf(signed: SignOff | null, required: boolean): Said {
  if (signed !== null) return { sign: "✓", words: "signed", tone: "calm" };
  return required
    ? { sign: "○", words: "has to sign before it starts", tone: "warn" }
    : { sign: "–", words: "not signed, not asked for", tone: "calm" };
}

const Signature = ({ signOff, zone }: { signOff: SignOff; zone: string }) => (
  <div className="grid gap-1 text-small">
    <p>
      <bdi>{signOff.name}</bdi>, <Moment at={signOff.at} zone={zone} />
    </p>
    {signOff.note !== null && <p className="wrap-anywhere text-ink-2">“{signOff.note}”</p>}
    <details>
      <summary className="w-fit text-ink-3 hover:text-ink">The figures that were signed</summary>
      <div className="mt-2">
        <SignedFigures seen={signOff.seen} zone={zone} />
      </div>
    </details>
  </div>
);

const TakenBack = ({ signOff, zone }: { signOff: SignOff; zone: string }) => (
  <p className="wrap-anywhere text-ink-2">
    {TITLE_WORDS[signOff.title].name}: <bdi>{signOff.name}</bdi>, <Moment at={signOff.at} zone={zone} />
    {signOff.revoked !== null && (
      <>
        ; taken back by <bdi>{signOff.revoked.by}</bdi>, <Moment at={signOff.revoked.at} zone={zone} />
        {signOff.revoked.reason !== null && `: ${signOff.revoked.reason}`}
      </>
    )}
  </p>
);

function RevokePanel({ id, title, close }: { id: string; title: Title; close: () => void }) {
  const revoke = useSignOff(id);
  const { name } = TITLE_WORDS[title];
  return (
    <VerbPanel
      words={{ name: "Take back", does: `What was signed as ${name} counts no more; it stays on record.` }}
      caution={null}
      busy={revoke.isPending}
      failed={revoke.isError ? wordsOf(revoke.error) : ""}
      act={(note) => revoke.mutate({ kind: "revoke", title, note }, { onSuccess: close })}
      close={close}
    />
  );
}
