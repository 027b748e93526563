import { join } from "node:path";
import { template } from "@/lib/contract/checklist-template";
import { type Item, LISTS, type ListName } from "@/lib/domain/checklist";
import { mistakesOf } from "@/lib/server/config-issues";
import { type Mistake, mistakeText, wrongFile } from "@/lib/server/config-mistake";
import { readText } from "@/lib/server/config-read";
import { readSheet } from "@/lib/server/config-yaml";

/** Relative to where the server runs, as its own programs are. */
const FOLDER = "docs/templates";

/** One list as its file has it now. One with mistakes has no items: nobody is kept from planning by it. */
export interface Template {
  list: ListName;
  items: Item[];
  /** Each with file, line and place. */
  mistakes: string[];
}

/** All lists, in their order. Ids are of one item each, over all lists. */
export async function templatesNow(folder: string = FOLDER): Promise<Template[]> {
  const read = await Promise.all(LISTS.map((list) => templateIn(folder, list)));
  return read.map((one, at) => withoutDoubles(one, read.slice(0, at)));
}

async function templateIn(folder: string, list: ListName): Promise<Template> {
  const file = join(folder, `${list}.yaml`);
  const found = await readText(file);
  const whole = { file, line: null, column: null, path: "" };
  if (found.kind === "missing") return broken(list, [wrongFile(whole, "there is no such file")]);
  if (found.kind === "unreadable") return broken(list, [wrongFile(whole, found.message)]);
  const sheet = readSheet(found.text, file);
  if (!sheet.ok) return broken(list, sheet.mistakes);
  const checked = template.safeParse(sheet.sheet.value);
  if (!checked.success) return broken(list, mistakesOf(checked.error.issues, sheet.sheet, file));
  return { list, mistakes: [], items: checked.data.items.map((item): Item => ({ ...item, list })) };
}

const broken = (list: ListName, mistakes: readonly Mistake[]): Template => ({
  list,
  items: [],
  mistakes: mistakes.map(mistakeText),
});

function withoutDoubles(mine: Template, before: readonly Template[]): Template {
  for (const { id } of mine.items) {
    const other = before.find(({ items }) => items.some((item) => item.id === id));
    if (other === undefined) continue;
    const file = join(FOLDER, `${mine.list}.yaml`);
    return { ...mine, items: [], mistakes: [`${file}: the id "${id}" stands in ${other.list}.yaml, too`] };
  }
  return mine;
}
