import access from "./access.json";
import common from "./common.json";
import componentsPage from "./components-page.json";
import executive from "./executive.json";
import status from "./status.json";
import updates from "./updates.json";
import updatesPage from "./updates-page.json";

/** One file per area; a key exists in every language or `messages.test.ts` fails. */
export default { access, common, componentsPage, updates, updatesPage, executive, status };
