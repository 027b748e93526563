"use client";

import { useQuery } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useSettled } from "@/components/releases/use-settled";
import { ranked } from "@/lib/client/palette-match";
import { docsFoundQuery, searchQuery } from "@/lib/client/palette-queries";
import { recentPlaces } from "@/lib/client/palette-recent";
import { settingsQuery } from "@/lib/client/queries";
import { serverNowMs } from "@/lib/client/server-clock";
import { useNow } from "@/lib/client/use-now";
import type { Section } from "./entry";
import { docsSection, foundSections } from "./found";
import { useActions, usePages } from "./use-commands";

const PAUSE_MS = 120;
const LONGEST = 200;

interface Sections {
  /** None is empty. */
  sections: readonly Section[];
  searching: boolean;
  /** Why the server did not answer; null where it did. */
  fault: string | null;
}

/** What there is to choose from: without a word what was chosen lately, pages and actions; with one whatever answers to it. */
export function useSections(typed: string, rollback: RefObject<(() => void) | null>): Sections {
  const nowMs = useNow(1000) ?? serverNowMs();
  const pages = usePages();
  const actions = useActions(rollback, nowMs);
  const [recent] = useState(recentPlaces);
  const { data: settings } = useQuery(settingsQuery());
  const q = typed.trim().slice(0, LONGEST);
  const settled = useSettled(q, PAUSE_MS);
  const found = useQuery(searchQuery(settled));
  const written = useQuery(docsFoundQuery(settled));
  if (q === "") {
    const lately = recent.map(({ name, path }) => ({
      key: `recent ${path}`,
      name,
      hint: null,
      locked: null,
      act: { path },
    }));
    const sections = [
      { title: "Recent", entries: lately },
      { title: "Pages", entries: pages },
      { title: "Actions", entries: actions },
    ];
    return { sections: filled(sections), searching: false, fault: null };
  }
  const name = ({ name }: { name: string }) => name;
  const sections = [
    { title: "Pages", entries: ranked(pages, q, name) },
    { title: "Actions", entries: ranked(actions, q, name) },
    ...foundSections(found.data, q, settings?.timezone ?? "UTC"),
    docsSection(written.data),
  ];
  const waiting = found.isPlaceholderData || found.isPending || written.isPending;
  const fault = found.error ?? written.error;
  return { sections: filled(sections), searching: settled !== q || waiting, fault: fault?.message ?? null };
}

const filled = (sections: readonly Section[]): Section[] =>
  sections.filter(({ entries }) => entries.length > 0);
