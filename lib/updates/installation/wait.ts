/** What a look at a package at a site leaves behind when it has to be looked at again. */
export interface Wait {
  ms: number;
  /** The next look costs much and cannot be helped by what others do: it is not made earlier. */
  firm?: true;
  /** A line that administrators look for while it waits, in cmupdate.log once a cycle. */
  says?: string;
}
