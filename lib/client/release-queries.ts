import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { AlertsReply } from "@/lib/contract/alerts";
import type { FirstDayReply } from "@/lib/contract/first-day";
import type { Topic } from "@/lib/contract/live";
import type { ReleasePlanReply } from "@/lib/contract/release-plan";
import type { ReleaseReply, ReleasesReply, releaseDraft } from "@/lib/contract/releases";
import type { FiguresReply, SignOffsReply } from "@/lib/contract/sign-offs";
import { commanded } from "./commands";
import { fetched, type Parameters } from "./fetched";

const query = <Reply>(topic: Topic, path: string, parameters: Parameters) =>
  queryOptions({
    queryKey: [topic, path, parameters] as const,
    queryFn: ({ signal }) => fetched<Reply>(path, parameters, signal),
    placeholderData: keepPreviousData,
  });

export const releasesQuery = () => query<ReleasesReply>("releases", "/api/releases", {});

/** Asked on every page: the one that moves the traffic, if there is one. */
export const liveReleaseQuery = () => query<ReleasesReply>("releases", "/api/releases", { only: "live" });

export const releasePath = (id: string): string => `/api/releases/${encodeURIComponent(id)}`;

/** The backup is asked every so often, which nobody is told: so is this. */
const DETAIL_MS = 15_000;

export const releaseQuery = (id: string) => ({
  ...query<ReleaseReply>("releases", releasePath(id), {}),
  refetchInterval: DETAIL_MS,
});

/** An hour of it passes without anything being told. */
const FIRST_DAY_REFETCH_MS = 60_000;

/** Follows the figures as much as the release. */
export const firstDayQuery = (id: string) => ({
  ...query<FirstDayReply>("summary", `${releasePath(id)}/first-24-hours`, {}),
  refetchInterval: FIRST_DAY_REFETCH_MS,
});

export type Automation = AlertsReply["automation"];

export const automationQuery = () => query<Automation>("alerts", "/api/automation", {});

export type Wish = z.input<typeof releaseDraft.body>;

/**
 * What a plan would come to. It writes the present weight to the balancer once more, to see how fast that goes: so it is
 * asked for when somebody changes the plan, and not with every change elsewhere.
 */
export const planQuery = (wish: Wish) =>
  queryOptions({
    queryKey: ["plan", wish] as const,
    queryFn: () => commanded<ReleasePlanReply>({ method: "POST", path: "/api/releases/plan", body: wish }),
    placeholderData: keepPreviousData,
    staleTime: DETAIL_MS,
    refetchInterval: false as const,
    retry: false,
  });

export const signOffsPath = (id: string): string => `${releasePath(id)}/sign-offs`;

export const signOffsQuery = (id: string) => query<SignOffsReply>("releases", signOffsPath(id), {});

/** What there is to sign, asked anew by who is about to sign; it stays as it is while it is read. */
export const figuresQuery = (id: string) =>
  queryOptions({
    queryKey: ["signed-figures", id] as const,
    queryFn: ({ signal }) => fetched<FiguresReply>(`${releasePath(id)}/figures`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
