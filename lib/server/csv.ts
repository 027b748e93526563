import { stringify } from "csv-stringify/sync";
import type { Table } from "@/lib/contract/endpoint";

/** A table as RFC 4180 says, for spreadsheets: no cell starts a formula, unknown is empty. */
export function csv(table: Table, path: string): Response {
  const name = path.split("/").at(-1) ?? "table";
  const text = stringify([...table], {
    header: true,
    columns: Object.keys(table[0] ?? { empty: null }),
    escape_formulas: true,
    cast: { boolean: String },
  });
  return new Response(text, {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="greenlight-${name}.csv"`,
      "cache-control": "private, no-store",
    },
  });
}
