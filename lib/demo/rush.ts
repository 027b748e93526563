import type { Slot } from "./article";
import { headlinesOfDay, SPARE_HEADLINES_FROM } from "./headlines";
import { drawsOf, wholeBetween } from "./random";
import { DAY_MS, dayOf, type Story } from "./story";
import { askedMs } from "./turns";

/** While there is much to do, so often an article is due. */
const EVERY_MS = 10_000;
/** It ends in this part of its time, so that two are never too close. */
const [EARLIEST_MS, LATEST_MS] = [2_000, 5_000];

/** More than a day has of other articles. */
const FIRST_ORDINAL = 1000;

const PLACES = [
  "Argentina",
  "Australia",
  "Brazil",
  "Britain",
  "Canada",
  "China",
  "Egypt",
  "Estonia",
  "France",
  "Germany",
  "India",
  "Indonesia",
  "Italy",
  "Japan",
  "Kenya",
  "Mexico",
  "Nigeria",
  "Poland",
  "Singapore",
  "South Korea",
  "Spain",
  "Turkey",
  "Ukraine",
  "Vietnam",
];

export const ofRush = ({ ordinal }: Slot): boolean => ordinal >= FIRST_ORDINAL;

/** The jobs of busy times that end after `afterMs` and not after `untilMs`, oldest first. No topic comes twice in four hours. */
export function rush(story: Story, afterMs: number, untilMs: number): Slot[] {
  const slots: Slot[] = [];
  let fromMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, busyUntilMs } of story.turns) {
    fromMs = Math.max(fromMs, atMs);
    const first = Math.floor(Math.max(fromMs, afterMs) / EVERY_MS);
    for (let index = first; index * EVERY_MS < Math.min(busyUntilMs + EVERY_MS, untilMs); index += 1) {
      const slot = slotOf(story, index);
      const asked = askedMs(slot.endMs);
      if (asked >= fromMs && asked < busyUntilMs && slot.endMs > afterMs && slot.endMs <= untilMs)
        slots.push(slot);
    }
    fromMs = Math.max(fromMs, busyUntilMs);
  }
  return slots;
}

/** `index`: so many of these times have gone by since 1970. */
function slotOf({ seed }: Story, index: number): Slot {
  const day = dayOf(index * EVERY_MS);
  const ofDay = index - (day * DAY_MS) / EVERY_MS;
  const headlines = headlinesOfDay(seed, day).slice(SPARE_HEADLINES_FROM);
  const headline = headlines[ofDay % headlines.length] ?? "Notes of the day";
  const place = PLACES[Math.floor(ofDay / headlines.length) % PLACES.length] ?? "Everywhere";
  const draw = drawsOf(seed, day, 8, ofDay);
  return {
    endMs: index * EVERY_MS + wholeBetween(draw, EARLIEST_MS, LATEST_MS),
    ordinal: FIRST_ORDINAL + ofDay,
    topic: `${place}: ${headline}`,
  };
}
