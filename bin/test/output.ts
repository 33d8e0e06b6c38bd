import { Writable } from "node:stream";

/** Keeps what a part says until it is over, so that parts that run at the same time do not mix their lines. */
export class KeptOutput extends Writable {
  private kept: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.kept.push(chunk);
    done();
  }

  /** What was kept since the last time. */
  take(): string {
    const text = Buffer.concat(this.kept).toString("utf8");
    this.kept = [];
    return text;
  }
}

/** Puts a name before each line, for processes that speak at the same time. */
export class LabelledOutput extends Writable {
  private begun = "";

  constructor(
    private readonly output: Writable,
    private readonly label: string,
  ) {
    super();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const lines = `${this.begun}${chunk.toString("utf8")}`.split("\n");
    this.begun = lines.pop() ?? "";
    for (const line of lines) this.output.write(`${this.label}: ${line}\n`);
    done();
  }
}
