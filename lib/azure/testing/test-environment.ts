import type { AzureEnvironment } from "../environments";

/** An environment of one origin, as the lab's is. */
export const testEnvironment = (origin = "https://cloud.example"): AzureEnvironment => ({
  id: "Lab",
  name: "Lab",
  loginUrl: `${origin}/`,
  graphUrl: `${origin}/graph/`,
  armUrl: `${origin}/arm/`,
  signInClientId: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
});
