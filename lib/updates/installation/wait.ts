/** What a look at a package at a site leaves behind when it has to be looked at again. */
export interface Wait {
  ms: number;
  /** The next look costs much and cannot be helped by what others do: it is not made earlier. */
  firm?: true;
  /** As `firm`, unless this quick question is answered by yes. */
  unless?(): Promise<boolean>;
  /** A line that administrators look for while it waits, in cmupdate.log once a cycle. */
  says?: string;
}
