"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import { reconciliationQuery, settingsQuery, sourcesQuery } from "@/lib/client/queries";
import { useView } from "@/lib/client/use-view";
import { rangeOf } from "@/lib/client/view";
import { AddSource } from "./add-source";
import { Backups } from "./backups";
import { BrokenEdit } from "./broken-edit";
import { Configuration } from "./configuration";
import { Database } from "./database";
import { OnThisPage, Part } from "./on-this-page";
import { Reconciliation } from "./reconciliation";
import { SettingsTabs } from "./settings-tabs";
import { Sources } from "./sources";

/** What is in force and why, where figures come from, and whether the sources agree. */
export function Settings() {
  const { view } = useView();
  const settings = useQuery(settingsQuery());
  const sources = useQuery(sourcesQuery());
  const reconciliation = useQuery(reconciliationQuery(rangeOf(view)));
  const failed = [settings, sources, reconciliation].find(({ isError }) => isError);
  return (
    <>
      <PageHeader title="Settings">
        <SettingsTabs />
        <OnThisPage />
      </PageHeader>
      <FailedAnswer what="The settings" failed={failed} />
      <div className="grid gap-3">
        {settings.data && settings.data.mistakes.length > 0 && (
          <BrokenEdit mistakes={settings.data.mistakes} />
        )}
        {settings.data && sources.data && (
          <Part id="sources">
            <Sources sources={sources.data.sources} zone={settings.data.timezone} />
          </Part>
        )}
        {settings.data && <AddSource settings={settings.data} />}
        {settings.data && <Database settings={settings.data} />}
        {settings.data && <Backups settings={settings.data} />}
        {settings.data && (
          <Part id="configuration">
            <Configuration settings={settings.data} shown={view.by} />
          </Part>
        )}
        {reconciliation.data && (
          <Part id="reconciliation">
            <Reconciliation reply={reconciliation.data} />
          </Part>
        )}
      </div>
    </>
  );
}
