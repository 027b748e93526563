import { NotFound } from "@/components/not-found";

export default function NoRelease() {
  return (
    <NotFound title="There is no such release" path="/releases" way="Go to the releases">
      The address may be mistyped, or come from another installation. Releases are kept.
    </NotFound>
  );
}
