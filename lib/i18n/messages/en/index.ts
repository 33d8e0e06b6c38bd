import access from "./access.json";
import common from "./common.json";

/** One file per area; a key exists in every language or `messages.test.ts` fails. */
export default { access, common };
