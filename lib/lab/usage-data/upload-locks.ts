/**
 * One request at a time for each upload. Who comes makes who is there end: a client that was killed comes back before
 * its old connection is known to be dead.
 */
export class UploadLocks {
  private readonly holders = new Map<string, { leave: AbortController; left: Promise<void> }>();

  /** @param work ends soon after its signal aborts */
  async hold(id: string, work: (released: AbortSignal) => Promise<void>): Promise<void> {
    const before = this.holders.get(id);
    before?.leave.abort();
    const leave = new AbortController();
    const done = (before?.left ?? Promise.resolve()).then(() => work(leave.signal));
    const holder = { leave, left: done.catch(() => {}) };
    this.holders.set(id, holder);
    try {
      await done;
    } finally {
      if (this.holders.get(id) === holder) this.holders.delete(id);
    }
  }
}
