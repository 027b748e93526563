import { summaryOf } from "@/lib/server/answers";
import { app } from "@/lib/server/app";

export const dynamic = "force-dynamic";

export default async function Overview() {
  const { roi_multiplier } = await summaryOf(await app(), { range: "auto" });
  return <p>{roi_multiplier === null ? "—" : `${roi_multiplier.toLocaleString("en", { maximumFractionDigits: 1 })}×`}</p>;
}
