import access from "./access.json";
import account from "./account.json";
import common from "./common.json";
import componentsPage from "./components-page.json";
import executive from "./executive.json";
import help from "./help.json";
import overview from "./overview.json";
import role from "./role.json";
import shell from "./shell.json";
import status from "./status.json";
import updates from "./updates.json";
import updatesPage from "./updates-page.json";

/** One file per area; a key exists in every language or `messages.test.ts` fails. */
export default {
  access,
  account,
  common,
  componentsPage,
  executive,
  help,
  overview,
  role,
  shell,
  status,
  updates,
  updatesPage,
};
