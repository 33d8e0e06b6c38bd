import { styleText } from "node:util";

const FRAME_MS = 120;
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Without a terminal a line now and then shows that a long step goes on. */
const BEAT_MS = 15_000;

interface Step {
  label: string;
  began: number;
}

/** Says on the terminal which steps are under way and how long each took; several may run at once. */
export class Progress {
  private readonly running = new Set<Step>();
  private timer: NodeJS.Timeout | undefined;
  private drawn = 0;
  private frame = 0;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Runs `work` as one step. A step that fails is marked, and its error goes on. */
  async step<T>(label: string, work: () => Promise<T>): Promise<T> {
    const step = { label, began: this.now() };
    this.running.add(step);
    if (!this.out.isTTY) this.out.write(`  … ${label}\n`);
    this.keepDrawing();
    try {
      const value = await work();
      this.finish(step, styleText("green", "✓", { stream: this.out }));
      return value;
    } catch (error) {
      this.finish(step, styleText("red", "✗", { stream: this.out }));
      throw error;
    }
  }

  /** A line of its own, above the steps under way. */
  say(text: string): void {
    this.erase();
    this.out.write(`${text}\n`);
    this.draw();
  }

  private finish(step: Step, mark: string): void {
    this.running.delete(step);
    this.say(
      `  ${mark} ${step.label}  ${styleText("dim", elapsed(this.now() - step.began), { stream: this.out })}`,
    );
    if (this.running.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private keepDrawing(): void {
    this.timer ??= setInterval(
      () => {
        if (this.out.isTTY) {
          this.erase();
          this.frame++;
          this.draw();
        } else {
          for (const { label, began } of this.running) {
            if (this.now() - began < BEAT_MS / 2) continue;
            this.out.write(`  … ${label}, ${elapsed(this.now() - began)} so far\n`);
          }
        }
      },
      this.out.isTTY ? FRAME_MS : BEAT_MS,
    );
  }

  private erase(): void {
    if (this.drawn > 0) this.out.write(`\u001b[${this.drawn}A\u001b[J`);
    this.drawn = 0;
  }

  private draw(): void {
    if (!this.out.isTTY) return;
    for (const { label, began } of this.running) {
      const line = `  ${FRAMES[this.frame % FRAMES.length]} ${label}  ${elapsed(this.now() - began)}`;
      // A line that wraps would be two to erase.
      this.out.write(`${line.slice(0, (this.out.columns ?? 80) - 1)}\n`);
      this.drawn++;
    }
  }
}

/** `0.4 s`, `12 s`, `2 min 05 s`. */
export function elapsed(ms: number): string {
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
