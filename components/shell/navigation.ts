import {
  Activity,
  Bell,
  Building2,
  ChartNoAxesCombined,
  CircleHelp,
  CloudCog,
  DatabaseBackup,
  Gauge,
  Globe,
  ListChecks,
  type LucideIcon,
  Network,
  PackageCheck,
  RadioTower,
  Settings2,
  SlidersHorizontal,
  ToyBrick,
  Usb,
  Workflow,
} from "lucide-react";
import type { Action } from "@/lib/access/permissions";

export interface NavigationItem {
  href: string;
  /** Key below `shell.nav`. */
  label: string;
  icon: LucideIcon;
  /** Who may not do this does not see the node; absent: everybody signed in may go there. */
  needs?: Action;
}

export interface NavigationGroup {
  /** Key below `shell.navGroups`; the first group stands without a heading. */
  label: string | null;
  items: readonly NavigationItem[];
}

/** The workspaces of the portal, in the order of the product's console. */
export const NAVIGATION: readonly NavigationGroup[] = [
  {
    label: null,
    items: [{ href: "/", label: "overview", icon: Gauge, needs: "role.view" }],
  },
  {
    label: "administration",
    items: [
      { href: "/updates", label: "updates", icon: PackageCheck, needs: "updates.view" },
      { href: "/updates/features", label: "features", icon: ToyBrick, needs: "features.view" },
      { href: "/updates/flow", label: "flow", icon: Workflow, needs: "updates.view" },
      {
        href: "/service-connection-point",
        label: "serviceConnectionPoint",
        icon: RadioTower,
        needs: "role.view",
      },
      { href: "/endpoints", label: "endpoints", icon: Globe, needs: "role.view" },
      { href: "/hierarchy", label: "hierarchy", icon: Network, needs: "role.view" },
      { href: "/usage-data", label: "usageData", icon: ChartNoAxesCombined, needs: "usage-data.view" },
      { href: "/offline", label: "offline", icon: Usb, needs: "role.view" },
      { href: "/settings", label: "hierarchySettings", icon: Settings2, needs: "updates.view" },
    ],
  },
  {
    label: "cloudServices",
    items: [
      { href: "/azure-services", label: "azureServices", icon: CloudCog, needs: "azure-services.view" },
      { href: "/tenants", label: "tenants", icon: Building2, needs: "azure-services.view" },
    ],
  },
  {
    label: "monitoring",
    items: [
      { href: "/updates/sites", label: "siteServicing", icon: ListChecks, needs: "updates.view" },
      { href: "/components", label: "components", icon: Activity, needs: "component.query" },
      {
        href: "/components/service-manager",
        label: "serviceManager",
        icon: SlidersHorizontal,
        needs: "component.query",
      },
      { href: "/backup", label: "backup", icon: DatabaseBackup, needs: "backup.view" },
      { href: "/alerts", label: "alerts", icon: Bell, needs: "alerts.view" },
    ],
  },
  {
    label: "support",
    items: [{ href: "/help", label: "help", icon: CircleHelp }],
  },
];

/** The groups as one user sees them; a group without a node left is left out. */
export function visibleNavigation(can: (action: Action) => boolean): NavigationGroup[] {
  return NAVIGATION.map((group) => ({
    ...group,
    items: group.items.filter((item) => !item.needs || can(item.needs)),
  })).filter((group) => group.items.length > 0);
}

/**
 * The node a path belongs to: the longest one that the path lies in, so that the Service Manager is not also
 * Component Status.
 */
export function currentNode(pathname: string): string | undefined {
  return NAVIGATION.flatMap((group) => group.items.map((item) => item.href))
    .filter((href) => pathname === href || (href !== "/" && pathname.startsWith(`${href}/`)))
    .sort((a, b) => b.length - a.length)[0];
}
