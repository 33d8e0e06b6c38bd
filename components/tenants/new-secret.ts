/** A key that was made in the Azure portal, as it is typed. */
export interface NewSecret {
  secret: string;
  /** `YYYY-MM-DD`. */
  secretExpiresAt: string;
}

export const NO_SECRET: NewSecret = { secret: "", secretExpiresAt: "" };
