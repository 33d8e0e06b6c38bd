import { expect, it } from "vitest";
import { statusLine } from "./status-messages";

it("echoes a status message into the log as the product does", () => {
  const line = statusLine(
    { component: "SMS_HIERARCHY_MANAGER", threadId: 4888, serverFqdn: "cas01.contoso.com", siteCode: "CAS" },
    { messageId: 3306, severity: "informational", strings: ['the "CAS"'], attributes: { 400: "X" } },
    new Date("2020-04-20T08:05:03.007Z"),
    17,
  );
  expect(line).toBe(
    'STATMSG: ID=3306 SEV=I LEV=M SOURCE="SMS Server" COMP="SMS_HIERARCHY_MANAGER" SYS=cas01.contoso.com ' +
      "SITE=CAS PID=17 TID=4888 GMTDATE=Mon Apr 20 08:05:03.007 2020 " +
      `ISTR0="the 'CAS'" ISTR1="" ISTR2="" ISTR3="" ISTR4="" ISTR5="" ISTR6="" ISTR7="" ISTR8="" ISTR9="" ` +
      'NUMATTRS=1 AID0=400 AVAL0="X"',
  );
});
