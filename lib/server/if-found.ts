import { Problem } from "@/lib/domain/problem";

/** What was asked for, or null where there is no such thing; other failures stay failures. */
export async function ifFound<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && error.code === "not-found") return null;
    throw error;
  }
}
