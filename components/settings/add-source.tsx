"use client";

import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { KeyHint } from "@/components/keys/key-hint";
import { pushing } from "@/lib/client/curl";
import { useOrigin } from "@/lib/client/use-origin";
import type { SettingsReply } from "@/lib/contract/settings";

const LINES = `sources:
  - { kind: execution-roi, path: ../economist/logs/execution_roi.json, environment: blue }
  - { kind: article-costs, path: ../economist/logs/agent_sdk_costs.jsonl }`;

/** The lines that add a source, and what holds them back where the server was started with its own. */
export function AddSource({ settings }: { settings: SettingsReply }) {
  const origin = useOrigin();
  const push = pushing(origin, "execution-roi", "--data-binary @logs/execution_roi.json");
  if (settings.demo)
    return (
      <Card title="Add a source">
        <div className="grid gap-2 text-body text-ink-2">
          <p>The demo reads only what it invents, and takes no data. To see your own:</p>
          <CopyLine text="npm run up -- --source path/to/logs/execution_roi.json" />
        </div>
      </Card>
    );
  return (
    <Card title="Add a source">
      <div className="grid gap-x-6 gap-y-4 text-body text-ink-2 lg:grid-cols-2">
        <div className="grid min-w-0 content-start gap-2">
          <Watch settings={settings} />
          <CopyLine text={LINES} />
        </div>
        <div className="grid min-w-0 content-start gap-2">
          <p>
            Or push exactly what the pipeline wrote. The same document twice changes nothing. <KeyHint />
          </p>
          <CopyLine text={push} />
        </div>
      </div>
    </Card>
  );
}

function Watch({ settings: { file, values } }: { settings: SettingsReply }) {
  const imposed = values.some(
    ({ path, origin }) => path === "GREENLIGHT_SOURCES" && origin === "environment",
  );
  if (imposed)
    return (
      <p>
        This server was started with <code>--source</code>, which takes the place of the configuration’s
        sources. Start it without, and name the files in <code>greenlight.yaml</code>:
      </p>
    );
  if (file === null)
    return (
      <p>
        Watch a file: write a <code>greenlight.yaml</code> into the folder that the server is started from.
        Paths are relative to it, <code>environment</code> is optional.
      </p>
    );
  return (
    <p>
      Watch a file: one line in <code className="wrap-anywhere">{file}</code>, which holds as soon as it is
      saved. Paths are relative to its folder, <code>environment</code> is optional.
    </p>
  );
}
