"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { EventItem } from "@/components/audit/event-item";
import { Card } from "@/components/card";
import { ScrollList } from "@/components/releases/scroll-list";
import { flagEvents } from "@/lib/client/alert-queries";

/** Every switch of a flag, by people and by itself, as the event log has it. */
export function FlagHistory({ zone }: { zone: string }) {
  const { data } = useInfiniteQuery(flagEvents());
  const events = data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <Card title="History" unit={events.length === 0 ? "" : "newest first"}>
      {events.length === 0 ? (
        <p className="text-small text-ink-2">
          No flag was ever switched. Every switch is listed here, with who did it and why.
        </p>
      ) : (
        <ScrollList name="Switches of flags">
          {events.map((event) => (
            <EventItem key={event.id} event={event} zone={zone} />
          ))}
        </ScrollList>
      )}
    </Card>
  );
}
