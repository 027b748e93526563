"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { TITLE_WORDS } from "@/lib/client/access-words";
import { CommandFailed, wordsOf } from "@/lib/client/commands";
import { figuresQuery } from "@/lib/client/release-queries";
import type { Title } from "@/lib/domain/access";
import { SignedFigures } from "./signed-figures";
import { useSignOff } from "./use-sign-off";

interface Props {
  id: string;
  title: Title;
  zone: string;
  /** Whether it can be taken back afterwards. */
  revocable: boolean;
  close: () => void;
}

/** Before a signature: the figures that it will stand on for good. */
export function SignPanel({ id, title, zone, revocable, close }: Props) {
  const field = useId();
  const [note, setNote] = useState("");
  const figures = useQuery(figuresQuery(id));
  const sign = useSignOff(id);
  const stale = sign.error instanceof CommandFailed && sign.error.status === 412;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (figures.data === undefined || sign.isPending) return;
    sign.mutate(
      { kind: "sign", title, note: note.trim(), ...figures.data },
      { onSuccess: close, onError: () => void figures.refetch() },
    );
  };
  const { name, signs } = TITLE_WORDS[title];
  return (
    <form
      onSubmit={submit}
      onKeyDown={({ key }) => key === "Escape" && close()}
      noValidate
      aria-label={`Sign as ${name}`}
      className="no-print grid gap-2.5 rounded-control border border-ink bg-raised p-3 text-small"
    >
      <p className="text-ink-2">
        You sign {signs}. What you see here is kept with your name, and new data does not change it.{" "}
        {revocable ? "You can take it back until the release starts." : "It cannot be taken back any more."}
      </p>
      {figures.data === undefined ? (
        <p role="status" className="text-ink-3">
          {figures.isError ? wordsOf(figures.error) : "The figures of now are read …"}
        </p>
      ) : (
        <SignedFigures seen={figures.data.seen} zone={zone} />
      )}
      <label htmlFor={field}>
        Note <span className="text-ink-3">if there is one</span>
      </label>
      <input
        id={field}
        value={note}
        maxLength={500}
        onChange={({ target }) => setNote(target.value)}
        className="field"
      />
      <div className="flex flex-wrap gap-2">
        <button
          type="submit"
          disabled={figures.data === undefined}
          aria-busy={sign.isPending}
          className="control control-main"
        >
          Sign as {name}
        </button>
        <button type="button" onClick={close} className="control">
          Not now
        </button>
      </div>
      <p role="status" className="wrap-anywhere text-red empty:hidden">
        {sign.isError && `${wordsOf(sign.error)}${stale ? " They were read again: see above." : ""}`}
      </p>
    </form>
  );
}
