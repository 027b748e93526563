import { postMortem } from "@/lib/contract/docs";
import { postMortemOf } from "@/lib/server/docs/post-mortem";
import { document } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = document(
  postMortem,
  postMortemOf,
  ({ markdown }) => markdown,
  ({ file }) => file,
);
