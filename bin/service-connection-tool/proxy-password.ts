import { EXIT, ToolError } from "./exit-codes";

/** Never an argument: those stand in the list of processes and in the history of the shell. */
const VARIABLE = "SCT_PROXY_PASSWORD";

/**
 * From the environment, else asked for on the terminal without showing it.
 * @throws ToolError `tool-password-missing`
 */
export async function readProxyPassword(userName: string): Promise<string> {
  const given = process.env[VARIABLE];
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw new ToolError("tool-password-missing", {}, EXIT.usage);
  process.stdout.write(`${userName}: `);
  try {
    return await readHidden(process.stdin);
  } finally {
    process.stdout.write("\n");
  }
}

const ENTER = /[\r\n]/;
const CTRL_C = "\u0003";
const BACKSPACE = ["\b", "\u007f"];

async function readHidden(terminal: NodeJS.ReadStream): Promise<string> {
  terminal.setRawMode(true);
  terminal.setEncoding("utf8");
  let password = "";
  try {
    for await (const typed of terminal) {
      for (const character of String(typed)) {
        if (ENTER.test(character)) return password;
        if (character === CTRL_C) process.kill(process.pid, "SIGINT");
        if (BACKSPACE.includes(character)) password = password.slice(0, -1);
        else password += character;
      }
    }
    return password;
  } finally {
    terminal.setRawMode(false);
    terminal.pause();
  }
}
