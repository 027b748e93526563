import { notFound } from "next/navigation";
import { visitor } from "@/app/visitor";

/** Any address that is no page's. Who is not signed in learns of none whether it is one. */
export default async function Page() {
  await visitor();
  notFound();
}
