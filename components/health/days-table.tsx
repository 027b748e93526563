import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { lasting } from "@/lib/client/dates";
import type { ComponentState, HealthDay } from "@/lib/contract/health";
import { dayKey, dayLong } from "@/lib/domain/dates";
import { available, covered } from "./availability";

const HEIGHT = 224;

/** The bars of a component as a table, newest first. */
export function DaysTable({ component, zone }: { component: ComponentState; zone: string }) {
  const lasted = (seconds: number) => (seconds === 0 ? "0" : lasting(seconds * 1000));
  const figures = { numeric: true } as const;
  return (
    <Card title="Day by day" unit={`${component.days.length} days`}>
      <DataTable<HealthDay>
        caption={`Availability of ${component.name} by day`}
        rows={component.days.toReversed()}
        rowKey={({ time }) => time}
        maxHeight={HEIGHT}
        columns={[
          { key: "day", title: "Day", cell: ({ time }) => dayLong(dayKey(time, zone)) },
          { ...figures, key: "available", title: "Available", cell: (day) => available(day.availability) },
          { ...figures, key: "degraded", title: "Degraded", cell: (day) => lasted(day.degraded_s) },
          { ...figures, key: "down", title: "Down", cell: (day) => lasted(day.down_s) },
          { ...figures, key: "known", title: "Known", cell: (day) => covered(day.coverage) },
        ]}
      />
    </Card>
  );
}
