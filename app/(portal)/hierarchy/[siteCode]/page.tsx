import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { runUseCase } from "@/app/_server/run-use-case";
import { SiteView } from "@/components/hierarchy/site-view";
import { NoAccess } from "@/components/shell/no-access";
import { getSite } from "@/lib/hierarchy/get-site";
import { retryReplicationAction, retrySiteAction, validateContentAction } from "../../updates/actions";
import {
  addServiceWindowAction,
  changeServiceWindowAction,
  removeServiceWindowAction,
  setFileReplicationRouteAction,
  upgradeSecondarySiteAction,
} from "../actions";

interface Props {
  params: Promise<{ siteCode: string }>;
}

/** Asked by the title and by the page; looked up once per request. */
const findSite = cache((siteCode: string) => runUseCase(getSite, { siteCode }));

/** What is no site code names no site; the question is not even asked. */
async function siteCodeOf({ params }: Props): Promise<string> {
  const siteCode = (await params).siteCode.toUpperCase();
  return /^[A-Z0-9]{3}$/.test(siteCode) ? siteCode : notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const siteCode = await siteCodeOf(props);
  const result = await findSite(siteCode);
  return { title: result.ok ? `${siteCode} – ${result.value.name}` : siteCode };
}

export default async function SitePage(props: Props) {
  const result = await findSite(await siteCodeOf(props));
  if (!result.ok) {
    if (result.code === "forbidden") return <NoAccess action="role.view" />;
    if (result.code === "site-not-found") notFound();
    throw new Error(`get-site: ${result.code}`);
  }
  return (
    <SiteView
      initial={result.value}
      commands={{
        addServiceWindow: addServiceWindowAction,
        changeServiceWindow: changeServiceWindowAction,
        removeServiceWindow: removeServiceWindowAction,
        setRoute: setFileReplicationRouteAction,
        validateContent: validateContentAction,
        retrySite: retrySiteAction,
        retryReplication: retryReplicationAction,
        upgradeSecondarySite: upgradeSecondarySiteAction,
      }}
    />
  );
}
