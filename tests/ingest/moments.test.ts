import { expect, test } from "vitest";
import { instantMicros } from "@/lib/domain/time";
import { momentReader } from "@/lib/ingest/moments";
import fc from "@/tests/support/laws";

const two = (figure: number) => String(figure).padStart(2, "0");
const timeText = fc
  .record({
    year: fc.integer({ min: 1999, max: 2100 }),
    month: fc.integer({ min: 1, max: 13 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 24 }),
    minute: fc.integer({ min: 0, max: 60 }),
    second: fc.integer({ min: 0, max: 61 }),
    fraction: fc.constantFrom("", ".1", ".550791", ".1234567", ",5", "."),
    offset: fc.constantFrom("", "", "Z", "+00:00", "-11:30", "+0530", " Z", "+25:00"),
    between: fc.constantFrom("T", " ", "t"),
  })
  .map(
    (t) =>
      `${t.year}-${two(t.month)}-${two(t.day)}${t.between}${two(t.hour)}:${two(t.minute)}:${two(t.second)}${t.fraction}${t.offset}`,
  );

const ZONES = [
  "UTC",
  "Europe/London",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Pacific/Apia",
  "Africa/Monrovia",
];

test.each(ZONES)("in %s reads every time as instantMicros does", (zone) => {
  const micros = momentReader(zone);
  fc.assert(
    fc.property(timeText, (text) => {
      expect(micros(text)).toBe(instantMicros(text, zone));
    }),
    { seed: 5, numRuns: 3000 },
  );
});

test.each(["Europe/London", "Australia/Lord_Howe", "America/St_Johns"])(
  "in %s reads every minute of a year's clock changes as instantMicros does",
  (zone) => {
    const micros = momentReader(zone);
    for (const day of ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"])
      for (let minute = 0; minute < 300; minute += 1) {
        const text = `${day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:59.999999`;
        expect(micros(text)).toBe(instantMicros(text, zone));
      }
  },
);
