"use client";

import { type FormEvent, useRef, useState } from "react";
import { wordsOf } from "@/lib/client/commands";

export interface Sending<Given> {
  /** `done` stays until the next one: whoever is being led elsewhere has not been idle in between. */
  state: "idle" | "busy" | "done";
  fault: string | null;
  send: (given: Given) => void;
}

/** One command at a time: whether it is on its way, and the last fault in words. */
export function useCommand<Given = void>(act: (given: Given) => Promise<unknown>): Sending<Given> {
  const [state, setState] = useState<Sending<Given>["state"]>("idle");
  const [fault, setFault] = useState<string | null>(null);
  const busy = useRef(false);
  const run = async (given: Given) => {
    if (busy.current) return;
    busy.current = true;
    setState("busy");
    setFault(null);
    try {
      await act(given);
      setState("done");
    } catch (error) {
      setFault(wordsOf(error));
      setState("idle");
    } finally {
      busy.current = false;
    }
  };
  return { state, fault, send: (given) => void run(given) };
}

/** What a form does when it is sent: gives its fields to a command. */
export const sending =
  ({ send }: Sending<FormData>) =>
  (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    send(new FormData(event.currentTarget));
  };
