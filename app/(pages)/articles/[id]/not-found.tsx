import { NotFound } from "@/components/not-found";

export default function NoArticle() {
  return (
    <NotFound title="There is no such article" path="/articles" way="Go to the articles">
      The address may be mistyped, or come from another installation. What was recorded once keeps its
      address, also when a second source adds to it.
    </NotFound>
  );
}
