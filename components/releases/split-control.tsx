"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { useLock } from "@/components/access/use-lock";
import { Card } from "@/components/card";
import { commanded, wordsOf } from "@/lib/client/commands";
import { trafficQuery } from "@/lib/client/queries";
import { shiftWords, splitWords, weight } from "@/lib/client/traffic-words";
import { type TrafficReply, tagOf } from "@/lib/contract/traffic";
import { Meanwhile } from "./meanwhile";
import { ShareSlider } from "./share-slider";

/** What somebody is about to do, and the state of the traffic that they had in mind. */
interface Draft {
  green: number;
  seen: TrafficReply;
}

/** The slider: says what will happen before it does, and tells who was faster. */
export function SplitControl({ traffic }: { traffic: TrafficReply }) {
  const client = useQueryClient();
  const field = useId();
  const lock = useLock("operate");
  const why = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [reason, setReason] = useState("");
  const [unsaid, setUnsaid] = useState(false);
  const wanted = traffic.environments.green.desired_weight;
  const green = draft?.green ?? wanted;
  const seen = draft?.seen ?? traffic;
  const shift = useMutation({
    networkMode: "always",
    mutationFn: () =>
      commanded<TrafficReply>({
        method: "PUT",
        path: "/api/traffic",
        ifMatch: tagOf(seen),
        body: { green, reason },
      }),
    onSuccess: (reply) => {
      client.setQueryData(trafficQuery().queryKey, reply);
      setDraft(null);
      setReason("");
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["traffic"] }),
  });
  const choose = (share: number, basis: TrafficReply = seen) => {
    if (!lock.open) return;
    shift.reset();
    setDraft({ green: share, seen: basis });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!lock.open) return;
    setUnsaid(reason.trim() === "");
    if (reason.trim() === "") why.current?.focus();
    else if (!shift.isPending) shift.mutate();
  };
  const unchanged = green === wanted;
  return (
    <Card
      title="Shift traffic"
      unit={`${splitWords({ blue: 100 - wanted, green: wanted })}, wanted by ${traffic.updated_by}`}
    >
      <form onSubmit={submit} noValidate className="grid gap-3">
        <ShareSlider green={green} choose={(share) => choose(share)} attributes={lock.attributes} />
        <p className="min-h-[2lh] text-body wrap-anywhere" data-testid="forecast">
          {lock.note ??
            (unchanged
              ? "Move the slider: what will happen is said here before it does."
              : shiftWords(green, traffic))}
        </p>
        <div className="grid gap-1">
          <label htmlFor={field} className="text-small text-ink-2">
            Reason
          </label>
          <div className="flex flex-wrap gap-2">
            <input
              ref={why}
              id={field}
              value={reason}
              required
              maxLength={500}
              readOnly={!lock.open}
              aria-invalid={unsaid}
              aria-describedby={`${field}-said`}
              {...lock.attributes}
              onChange={({ target }) => {
                setReason(target.value);
                setUnsaid(false);
              }}
              className="field flex-[1_1_12rem]"
            />
            <button
              type="submit"
              aria-busy={shift.isPending}
              disabled={unchanged && lock.open}
              {...lock.attributes}
              className="control control-main"
            >
              {shift.isPending ? "Shifting" : "Shift"} to {weight(green)} green
            </button>
          </div>
          <p id={`${field}-said`} role="status" className="min-h-[1lh] text-small wrap-anywhere text-red">
            {unsaid
              ? "Say why first: it stands in the log beside the change."
              : shift.isError && wordsOf(shift.error)}
          </p>
        </div>
        {draft && draft.seen.epoch !== traffic.epoch && !shift.isPending && (
          <Meanwhile traffic={traffic} wish={draft.green} agree={() => choose(draft.green, traffic)} />
        )}
      </form>
    </Card>
  );
}
