import { expect, test } from "vitest";
import type { z } from "zod";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { call, routedApp } from "@/tests/support/routes";

test("the OpenAPI document says what a command takes: its schema, and the tag of a shift", async () => {
  await routedApp();
  const { paths } = await (await call("/api/openapi.json")).json();
  for (const endpoint of ENDPOINTS.filter(({ body }) => body !== undefined)) {
    const { requestBody } = paths[endpoint.path][endpoint.method.toLowerCase()];
    const { properties = {} } = requestBody.content["application/json"].schema;
    const fields = Object.keys((endpoint.body as z.ZodObject).shape);
    expect(Object.keys(properties).sort(), endpoint.path).toEqual(fields.sort());
  }
  expect(paths["/api/traffic"].put.requestBody.required).toBe(true);
  expect(paths["/api/rollback"].post.requestBody.required).toBe(false);
  expect(paths["/api/traffic"].put.parameters).toMatchObject([{ name: "If-Match", in: "header" }]);
  expect(Object.keys(paths["/api/ingest/{kind}"].post.requestBody.content)).toContain("text/plain");
});
