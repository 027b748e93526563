"use client";

import { Once } from "@/components/access/once";
import { useOrigin } from "@/lib/client/use-origin";
import type { KeyCreated } from "@/lib/contract/keys";
import { moment } from "@/lib/domain/dates";
import { tryLine } from "./try-line";

interface Props {
  made: KeyCreated;
  zone: string;
  close: () => void;
}

/** A new key at the one moment at which it can be read, and a line with which to try it. */
export function MadeKey({ made: { name, scope, key, expires_at }, zone, close }: Props) {
  const origin = useOrigin();
  const lines = [
    { text: key, what: "the key" },
    { text: tryLine(scope, key, origin), what: "a line to try it" },
  ];
  return (
    <Once title={`Key “${name}”`} lines={lines} close={close}>
      <p>
        Shown here only, and only now: of the key itself nothing is kept. Scope {scope},{" "}
        {expires_at === null ? "without an end" : `until ${moment(expires_at, zone)}`}. The second line tries
        it.
      </p>
    </Once>
  );
}
