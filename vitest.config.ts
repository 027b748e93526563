import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Under an older Node the database binding dies without a message.
if (Number.parseInt(process.versions.node, 10) < 26) throw new Error("run it with: bash bin/node.sh");

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
    exclude: ["tests/e2e/**", "node_modules/**"],
    setupFiles: ["tests/support/console.ts"],
    // Real SQLite files and their locks: a process each, not threads of one.
    pool: "forks",
    // One patience for all, far more than two busy cores need, so that only what hangs fails.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Three even on two cores, because much of what is tested waits for something.
    maxWorkers: 3,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});
