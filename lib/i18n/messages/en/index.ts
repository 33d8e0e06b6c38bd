import access from "./access.json";
import account from "./account.json";
import azure from "./azure.json";
import azureServices from "./azure-services.json";
import azureServicesPage from "./azure-services-page.json";
import backup from "./backup.json";
import backupPage from "./backup-page.json";
import common from "./common.json";
import componentsPage from "./components-page.json";
import connectivity from "./connectivity.json";
import endpointsPage from "./endpoints-page.json";
import enrolment from "./enrolment.json";
import executive from "./executive.json";
import expansion from "./expansion.json";
import features from "./features.json";
import flow from "./flow.json";
import help from "./help.json";
import hierarchy from "./hierarchy.json";
import installation from "./installation.json";
import installationAccount from "./installation-account.json";
import notifications from "./notifications.json";
import notificationsPage from "./notifications-page.json";
import offline from "./offline.json";
import offlinePage from "./offline-page.json";
import outOfBand from "./out-of-band.json";
import overview from "./overview.json";
import prerequisites from "./prerequisites.json";
import recoveryPage from "./recovery-page.json";
import replication from "./replication.json";
import requirements from "./requirements.json";
import role from "./role.json";
import roleChanges from "./role-changes.json";
import roleInstall from "./role-install.json";
import roleMove from "./role-move.json";
import serverCreate from "./server-create.json";
import serverRoles from "./server-roles.json";
import serversPage from "./servers-page.json";
import serviceConnectionTool from "./service-connection-tool.json";
import servicing from "./servicing.json";
import settings from "./settings.json";
import setup from "./setup.json";
import shell from "./shell.json";
import status from "./status.json";
import tenantsPage from "./tenants-page.json";
import updates from "./updates.json";
import updatesPage from "./updates-page.json";
import usageDataPage from "./usage-data-page.json";
import usageDataUpload from "./usage-data-upload.json";

/** One file per area; a key exists in every language or `messages.test.ts` fails. */
export default {
  access,
  account,
  azure,
  azureServices,
  azureServicesPage,
  backup,
  backupPage,
  common,
  componentsPage,
  connectivity,
  endpointsPage,
  enrolment,
  executive,
  expansion,
  features,
  flow,
  help,
  hierarchy,
  installation,
  installationAccount,
  notifications,
  notificationsPage,
  offline,
  offlinePage,
  outOfBand,
  overview,
  prerequisites,
  recoveryPage,
  replication,
  requirements,
  role,
  roleChanges,
  roleInstall,
  roleMove,
  serverCreate,
  serverRoles,
  serviceConnectionTool,
  serversPage,
  servicing,
  settings,
  setup,
  shell,
  status,
  tenantsPage,
  updates,
  updatesPage,
  usageDataUpload,
  usageDataPage,
};
