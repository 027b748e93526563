import type { ReactNode } from "react";
import { Brand } from "@/components/shell/brand";

/** Pages for who is not signed in: nothing of the pipeline is on them. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-[400px] content-start gap-4 px-3.5 pt-[max(1.5rem,14vh)] pb-8">
      <header className="px-5">
        <Brand />
      </header>
      <main id="content" className="grid gap-4">
        {children}
      </main>
    </div>
  );
}
