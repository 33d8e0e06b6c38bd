import { AzureError } from "../azure-error";

/** What is to be removed and is not there is as good as removed. */
export async function ifGone<T>(asked: Promise<T>, instead: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AzureError && error.code === "azure-object-not-found") return instead;
    throw error;
  }
}
