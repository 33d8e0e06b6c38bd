import type { LabDirectory } from "../directory/lab-directory";
import type { FaultBoard } from "../faults";
import { isFromOwnPage, isFromThisComputer } from "../local-request";
import { sendPage } from "../pages/send-page";
import { readForm } from "../read-body";
import type { RecentRequests } from "../recent-requests";
import { type Exchange, type LabRoute, sendJson } from "../router";
import { LAB_PAGE_PATH, labPage, SWITCH_OFF_PATH, SWITCH_ON_PATH } from "./lab-page";
import { readFaultForm } from "./read-fault-form";

/** `/lab`: what the lab is up to, for a person; its forms do what `/lab/faults` does for programs. */
export function labPageRoutes(
  faults: FaultBoard,
  directory: LabDirectory,
  requests: RecentRequests,
): LabRoute[] {
  const show = ({ response }: Exchange, status: number, problem?: string) =>
    sendPage(
      response,
      status,
      labPage({
        active: faults.active(),
        tenants: directory.tenants(),
        requests: requests.list(),
        problem,
      }),
    );
  /** @param act returns why it did nothing */
  const onForm = (path: string, act: (form: URLSearchParams) => string | undefined): LabRoute => ({
    methods: ["POST"],
    path,
    async handle(exchange) {
      const { request, response } = exchange;
      if (!isFromOwnPage(request)) return sendJson(response, 403, { code: "forbidden" });
      const problem = act(await readForm(request));
      if (problem) return show(exchange, 400, problem);
      response.writeHead(303, { location: LAB_PAGE_PATH }).end();
    },
  });

  return [
    {
      methods: ["GET"],
      path: LAB_PAGE_PATH,
      handle: (exchange) => {
        if (isFromThisComputer(exchange.request)) show(exchange, 200);
        else sendJson(exchange.response, 403, { code: "forbidden" });
      },
    },
    onForm(SWITCH_ON_PATH, (form) => {
      const fault = readFaultForm(form);
      if (typeof fault === "string") return fault;
      faults.switchOn(fault);
      return undefined;
    }),
    onForm(SWITCH_OFF_PATH, (form) => {
      const number = form.get("number");
      if (number === null) faults.clear();
      else faults.switchOff(Number(number));
      return undefined;
    }),
  ];
}
