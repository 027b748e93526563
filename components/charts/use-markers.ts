"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Slot } from "@/lib/client/buckets";
import { askedOf, type Markers, markersOf, NO_MARKERS } from "@/lib/client/markers";
import { changesQuery, settingsQuery } from "@/lib/client/queries";

/** The switches of the traffic that lie on a time axis. Without an answer the chart is drawn without them. */
export function useMarkers(slots: readonly Slot[]): Markers {
  const asked = askedOf(slots);
  const { data } = useQuery({ ...changesQuery(asked ?? {}), enabled: asked !== null });
  const { data: settings } = useQuery(settingsQuery());
  const zone = settings?.timezone;
  return useMemo(
    () => (data === undefined || zone === undefined ? NO_MARKERS : markersOf(slots, data.changes, zone)),
    [slots, data, zone],
  );
}
