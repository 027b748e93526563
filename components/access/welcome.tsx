"use client";

import { type FormEvent, useState } from "react";
import { commanded, wordsOf } from "@/lib/client/commands";

interface Props {
  token: string;
  /** What the link is for; null where it is for nothing any more. */
  purpose: "first" | "person" | null;
  person: { name: string; email: string } | null;
}

/** Where a one-time link leads: choose a password, and, for the first administrator, who one is. */
export function Welcome({ token, purpose, person }: Props) {
  const [fault, setFault] = useState<string | null>(null);
  if (purpose === null) return <h1 className="text-heading">This link was used already, or has expired</h1>;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    try {
      const given = Object.fromEntries(form);
      await commanded({ method: "POST", path: "/api/auth/welcome", body: { token, ...given } });
      window.location.assign("/");
    } catch (error) {
      setFault(wordsOf(error));
    }
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <h1 className="text-heading">
        {person === null ? "Make the first administrator" : `Welcome, ${person.name}`}
      </h1>
      {person === null && (
        <>
          <input name="name" required aria-label="Name" className="control" />
          <input name="email" type="email" required aria-label="E-mail address" className="control" />
        </>
      )}
      <input
        name="password"
        type="password"
        required
        aria-label="Password"
        autoComplete="new-password"
        className="control"
      />
      {fault !== null && <p role="alert">{fault}</p>}
      <button type="submit" className="control control-main">
        Continue
      </button>
    </form>
  );
}
