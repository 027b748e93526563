/** How a row of choices looks: a group, and one of its choices. */
export const SEGMENTS =
  "inline-flex items-stretch rounded-control border border-line bg-surface p-0.5 text-small text-ink-2";
export const SEGMENT =
  "inline-flex min-h-7 items-center gap-1.5 whitespace-nowrap rounded-[6px] px-2 hover:text-ink aria-[current=true]:bg-sunken aria-[current=true]:font-strong aria-[current=true]:text-ink aria-expanded:bg-sunken";
