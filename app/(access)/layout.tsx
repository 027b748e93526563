import type { ReactNode } from "react";
import { Brand } from "@/components/shell/brand";

/** Pages for who is not signed in: nothing of the pipeline is on them. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh place-items-center px-3.5 py-8">
      <main id="content" className="grid w-full max-w-[380px] gap-5">
        <Brand />
        {children}
      </main>
    </div>
  );
}
