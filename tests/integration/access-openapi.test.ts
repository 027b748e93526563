import { expect, test } from "vitest";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { account, cookieOf, signIn } from "@/tests/support/account";
import { call, routedApp } from "@/tests/support/routes";

test("the OpenAPI document says how to show who asks, and of each operation whether that is needed", async () => {
  const app = await routedApp();
  await account(app, "ana@example.org");
  const { paths, components } = await (await call("/api/openapi.json", "", { key: null })).json();
  expect(components.securitySchemes).toMatchObject({
    session: { type: "apiKey", in: "cookie" },
    key: { type: "http", scheme: "bearer" },
  });
  const [cookie] = cookieOf(await signIn("ana@example.org")).split("=");
  expect(components.securitySchemes.session.name).toBe(cookie);
  for (const { path, method, permission } of ENDPOINTS) {
    const operation = paths[path][method.toLowerCase()];
    expect(operation["x-permission"], path).toBe(permission);
    expect(operation.security, path).toEqual(permission === "open" ? [] : [{ session: [] }, { key: [] }]);
  }
  const open = ENDPOINTS.filter(
    ({ path, method }) => paths[path][method.toLowerCase()].security.length === 0,
  );
  expect(open.map(({ path }) => path).sort()).toMatchInlineSnapshot(`
    [
      "/api/auth/sign-in/email",
      "/api/auth/sign-out",
      "/api/auth/welcome",
      "/api/me",
      "/api/openapi.json",
      "/health",
      "/health/{component}",
      "/livez",
      "/readyz",
    ]
  `);
});
