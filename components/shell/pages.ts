/** The pages of the navigation, in its order. Only what exists is listed. */
export const PAGES = [
  { path: "/", name: "Overview" },
  { path: "/usage", name: "Usage" },
  { path: "/articles", name: "Articles" },
  { path: "/executions", name: "Executions" },
  { path: "/health", name: "Health" },
  { path: "/quality", name: "Quality" },
  { path: "/releases", name: "Releases" },
  { path: "/alerts", name: "Alerts" },
  { path: "/flags", name: "Flags" },
  { path: "/audit", name: "Audit" },
  { path: "/docs", name: "Docs" },
  { path: "/settings", name: "Settings" },
] as const;

/** Whether a page, or one below it, is open. */
export const isOpen = (path: string, open: string): boolean =>
  path === "/" ? open === "/" : open === path || open.startsWith(`${path}/`);
